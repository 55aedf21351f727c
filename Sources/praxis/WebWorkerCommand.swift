import ArgumentParser
import Server

struct WebWorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "web-worker", abstract: "One web worker on the socket inherited as file descriptor 0.",
    shouldDisplay: false)

  @OptionGroup var file: ConfigurationOption
  @Option(help: "Process id of the supervisor.") var parent: Int32 = 0

  func run() throws {
    try WebWorker.run(configuration: try file.load(), parent: parent)
  }
}
