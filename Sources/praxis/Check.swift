import ArgumentParser
import Server

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say whether this installation can serve; exit status 1 and one sentence for the first thing wrong.")

  @OptionGroup var file: ConfigurationOption

  func run() throws { try CheckRun.run(try file.load()) }
}
