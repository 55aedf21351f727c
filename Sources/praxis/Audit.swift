import ArgumentParser
import Server

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "The audit trail.", subcommands: [Verify.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Walk the audit chain of every practice; exit status 1 names where one does not hold.")

    @OptionGroup var file: ConfigurationOption
    @Option(help: "Only the practice with this slug.") var practice: String?

    func run() throws { try AuditRun.verify(try file.load(), slug: practice) }
  }
}
