import ArgumentParser
import Server

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The audit trail.", subcommands: [Verify.self, Checkpoint.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Walk the audit chains and hold them against the checkpoints; exit status 1 names what does not hold.",
      discussion: """
        Each chain is walked from its first event to its last. The checkpoints outside the database tell when its end was \
        cut off or an older copy of the database was put back. An anchor is what owners get by mail every day: save the \
        mail, and name the file.
        """)

    @OptionGroup var file: ConfigurationOption
    @Option(help: "Only the practice with this slug.") var practice: String?
    @Option(help: "A file with an anchor in it, such as a saved mail.") var anchor: String?
    @Flag(help: "Look at the chains alone.") var withoutCheckpoints = false

    func run() throws {
      try AuditRun.verify(
        try file.load(), slug: practice, anchorFile: anchor, withoutCheckpoints: withoutCheckpoints)
    }
  }

  struct Checkpoint: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a signed checkpoint now, besides those that `praxis worker` adds every five minutes.")

    @OptionGroup var file: ConfigurationOption

    func run() throws { try AuditRun.checkpoint(try file.load()) }
  }
}
