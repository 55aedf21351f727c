import ArgumentParser
import Server

struct WebWorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "web-worker",
    abstract: "One web worker, on the listening sockets inherited as file descriptors from 3.",
    shouldDisplay: false)

  @OptionGroup var file: ConfigurationOption
  @Option(help: "Process id of the supervisor.") var parent: Int32 = 0
  @Option(help: "Number of sockets.") var sockets: Int32 = 1

  func run() throws {
    try WebWorker.run(configuration: try file.load(), parent: parent, sockets: sockets)
  }
}
