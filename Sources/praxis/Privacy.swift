import ArgumentParser
import Server

struct Privacy: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What patients may ask of the data about them.", subcommands: [Reapply.self])

  struct Reapply: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "After a backup was put back: erase again whom the ledger says was erased. May be repeated.")

    @OptionGroup var file: ConfigurationOption

    func run() throws { try PrivacyRun.reapply(try file.load()) }
  }
}
