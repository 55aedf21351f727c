// Subcommands are wired here.
