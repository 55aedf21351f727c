import ArgumentParser
import Server

struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The master keys that seal patient data.", subcommands: [Init.self])

  struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the key file once; an existing one is checked and never replaced.")

    @OptionGroup var file: ConfigurationOption

    func run() throws {
      let path = try file.load().keyFile
      StandardOutput.line(try KeyFile.ensure(path: path) ? "Made \(path)." : "\(path) is complete.")
    }
  }
}
