import ArgumentParser
import Server

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Make three practices with fictitious people and a year of appointments. Development only.")

  @OptionGroup var file: ConfigurationOption
  @Flag(help: "Print how to sign in to the demo practices, and make nothing.") var accounts = false

  func run() throws {
    let configuration = try file.load()
    if accounts {
      try DemoRun.printAccounts(configuration)
    } else {
      try DemoRun.run(configuration)
    }
  }
}
