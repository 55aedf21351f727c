import ArgumentParser
import Server

struct Migrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring the database to the newest schema, and renew its views and grants. May be repeated.")

  @OptionGroup var file: ConfigurationOption

  func run() throws { try MigrateRun.run(try file.load()) }
}
