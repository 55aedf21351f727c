import ArgumentParser
import Server

struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Send mail and do other work in the background until SIGTERM.")

  @OptionGroup var file: ConfigurationOption
  @Option(help: "Number of processes; without it job_workers.")
  var workers: Int?
  @Option(help: "The program to start processes from; without it the path this command was started by.")
  var program: String?
  @Flag(help: "Do what is due now, and exit.")
  var once = false

  func validate() throws {
    if let workers, !(1...64).contains(workers) { throw ValidationError("--workers must be from 1 to 64.") }
  }

  func run() throws {
    let configuration = try file.load()
    if once { return try JobWorker.runOnce(configuration: configuration) }
    let executable = try program ?? ProgramPath.own()
    try WorkerSupervisor.run(configuration: configuration, executable: executable, workers: workers)
  }
}
