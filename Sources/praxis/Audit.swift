import ArgumentParser
import Server

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The audit trail.", subcommands: [Verify.self, Checkpoint.self, Retain.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Walk the audit chains and hold them against the checkpoints; exit status 1 names what does not hold.",
      discussion: """
        Each chain is walked from its first event to its last. The checkpoints outside the database tell when its end \
        was cut off or an older copy of the database was put back. An anchor is what owners get by mail every day: \
        save the mail, and name the file.
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

  struct Retain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make months of the trail ready, and let those go that are older than seven years. For a timer.",
      discussion: """
        Every trail is verified first. The last event that goes is sealed into the trail and into the checkpoints, so \
        that what is left stays verifiable. Runs as whoever may log in as the owner of the database.
        """)

    @OptionGroup var file: ConfigurationOption

    func run() throws { try RetentionRun.run(try file.load()) }
  }
}
