import ArgumentParser
import Server

struct JobWorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job-worker", abstract: "One process of `praxis worker`.", shouldDisplay: false)

  @OptionGroup var file: ConfigurationOption
  @Option(help: "Process id of the supervisor.") var parent: Int32 = 0
  @Flag(help: "Leave what takes long to the others.") var prompt = false

  func run() throws {
    try JobWorker.run(configuration: try file.load(), parent: parent, isPrompt: prompt)
  }
}
