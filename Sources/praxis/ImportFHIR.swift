import ArgumentParser
import Server

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Import patient records of another system.", subcommands: [FHIR.self])

  struct FHIR: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fhir", abstract: "Import FHIR R4 bundles, each file whole or not at all.",
      discussion: """
        A file that was imported before creates nothing. Exit status: 0 when every file was imported; 2 when at least \
        one was not; 3 when all were, but some of their rows were refused; 1 when nothing could be begun.
        """)

    @OptionGroup var file: ConfigurationOption
    @Option(help: "The slug of the practice.") var practice: String
    @Option(help: "What to do with people who are here from elsewhere already: attach, skip or create.")
    var duplicates: String?
    @Flag(help: "Say what would be imported, and write nothing.") var dryRun = false
    @Flag(help: "List every row of the files.") var rows = false
    @Argument(help: "FHIR R4 bundles in JSON.") var files: [String]

    func run() throws {
      let order = try FHIRImportRun.Order(
        practice: practice, files: files, duplicates: duplicates, isDryRun: dryRun, listsRows: rows)
      let status = try FHIRImportRun.run(try file.load(), order)
      if status != .complete { throw ExitCode(status.rawValue) }
    }
  }
}
