import ArgumentParser
import Server

struct Web: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Start the web workers and keep them running until SIGTERM. SIGHUP replaces them one by one.")

  @OptionGroup var file: ConfigurationOption
  @Option(help: "Number of worker processes; without it web_workers, then four for each processor.")
  var workers: Int?
  @Option(help: "The program to start workers from; without it the path this command was started by.")
  var program: String?

  func validate() throws {
    if let workers, !(1...256).contains(workers) { throw ValidationError("--workers must be from 1 to 256.") }
  }

  func run() throws {
    let executable = try program ?? ProgramPath.own()
    try WebSupervisor.run(configuration: try file.load(), executable: executable, workers: workers)
  }
}
