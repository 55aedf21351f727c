import ArgumentParser
import Server

struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The keys that seal patient data and sign the audit trail.", subcommands: [Init.self, Show.self])

  struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the key files once; existing ones are checked and never replaced.")

    @OptionGroup var file: ConfigurationOption

    func run() throws { try KeysRun.initialize(try file.load()) }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the public key that checks the audit trail's checkpoints and anchors.")

    @OptionGroup var file: ConfigurationOption

    func run() throws { try KeysRun.show(try file.load()) }
  }
}
