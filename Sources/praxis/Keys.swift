import ArgumentParser
import Server

struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "The installation's keys.", subcommands: [Init.self])

  struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a new key file that only you can read. Never overwrites one.")

    @Argument(help: "Where to write it.") var path: String

    func run() throws { try KeysRun.initialize(path: path) }
  }
}
