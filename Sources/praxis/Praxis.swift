import ArgumentParser

@main
struct Praxis: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "praxis", abstract: "Practice management: web workers, jobs and upkeep, in one program.",
    subcommands: [
      Web.self,
      WebWorkerCommand.self,
      WorkerCommand.self,
      JobWorkerCommand.self,
      Migrate.self,
      Keys.self,
      PracticeCommand.self,
      UserCommand.self,
      DemoCommand.self,
      Import.self,
      Audit.self,
      Privacy.self,
      Slots.self,
      Routes.self,
      Permissions.self,
      Check.self,
      Version.self,
    ])
}
