import Core
@_spi(Bootstrap) import Database
import Glibc
import Patients

/// `praxis import fhir`.
public enum FHIRImportRun {
  /// What the command was asked for.
  public struct Order: Sendable {
    public static let rules = DuplicateRule.allCases.map(\.rawValue)
    let practice: String
    let files: [String]
    let duplicates: DuplicateRule?
    let isDryRun: Bool
    let listsRows: Bool

    /// - Parameter duplicates: one of ``rules``, about people who are here from elsewhere already.
    /// - Throws: `OperatorError` for another word.
    public init(
      practice: String, files: [String], duplicates: String?, isDryRun: Bool, listsRows: Bool
    ) throws(OperatorError) {
      self.practice = practice
      self.files = files
      self.duplicates = duplicates.flatMap { DuplicateRule(rawValue: $0) }
      if let duplicates, self.duplicates == nil {
        throw OperatorError("--duplicates is one of \(Order.rules.joined(separator: ", ")), not \(duplicates).")
      }
      self.isDryRun = isDryRun
      self.listsRows = listsRows
    }
  }
  /// 0: every file was imported (or could be). 2: at least one was not. 3: all were, but some rows of them refused.
  public enum Status: Int32, Sendable {
    case complete = 0
    case filesNotImported = 2
    case rowsRefused = 3
  }

  /// Imports file by file, each whole or not at all, and prints what became of it.
  /// - Throws: `OperatorError` when nothing could be begun, or the database went away.
  public static func run(_ configuration: Configuration, _ order: Order) throws -> Status {
    try Failures.asOperatorErrors {
      let connection = try Bootstrap.connection(configuration, as: .app, schema: "praxis")
      return try run(order, on: connection, say: StandardOutput.line)
    }
  }

  /// - Parameter say: takes one line at a time.
  static func run(_ order: Order, on connection: Connection, say: (String) -> Void) throws -> Status {
    let importer = RecordImport(clinical: ClinicalImportWiring.clinical)
    var (notImported, refused) = (0, 0)
    for path in order.files {
      let report = try report(path, order, importer, connection)
      for line in lines(of: report, path: path, order) { say(line) }
      switch report.ending {
      case .unreadable, .undecided: notImported += 1
      case .previewed, .imported: refused += report.count("refused")
      }
    }
    if notImported > 0 { return .filesNotImported }
    return refused > 0 ? .rowsRefused : .complete
  }

  private static func report(
    _ path: String, _ order: Order, _ importer: RecordImport, _ connection: Connection
  ) throws -> ImportReport {
    let content: [UInt8]
    do throws(OperatorError) {
      content = try TextFile.read(path, limit: ImportLimits.file).bytes
    } catch {
      return ImportReport(unreadable: error.description)
    }
    let file = ImportFile(name: path, content: content)
    let found = try connection.withPractice(slug: order.practice, actor: .operatorCommand, origin: .local) { db in
      try importer.run(file, duplicates: order.duplicates, isDryRun: order.isDryRun, now: .now, in: db)
    }
    guard let found else { throw OperatorError("There is no practice \(order.practice).") }
    return found
  }

  private static func lines(of report: ImportReport, path: String, _ order: Order) -> [String] {
    switch report.ending {
    case .unreadable(let sentence): return ["\(path): not imported. \(sentence)"]
    case .undecided(let questions):
      return ["\(path): not imported. Say --duplicates attach, skip or create about:"] + questions.map { "  " + $0 }
    case .previewed: return ["\(path): would create \(totals(report))"] + details(report, order)
    case .imported: return ["\(path): created \(totals(report))"] + details(report, order)
    }
  }

  private static func totals(_ report: ImportReport) -> String {
    let rest = ["unchanged", "left out", "refused", "skipped"].map { "\(report.count($0)) \($0)" }
    return "\(report.count("create")), " + rest.joined(separator: ", ") + "."
  }

  /// Each row; or, shorter, each refused row and the others by type and reason.
  private static func details(_ report: ImportReport, _ order: Order) -> [String] {
    func row(_ line: ImportReport.Line) -> String {
      "  entry[\(line.entry)] \(line.resourceType): \(line.fate)" + (line.reason.isEmpty ? "" : ". " + line.reason)
    }
    if order.listsRows { return report.lines.map(row) }
    var groups: [(text: String, count: Int)] = []
    for line in report.lines where line.fate != "refused" {
      let text = "\(line.resourceType): \(line.fate)" + (line.reason.isEmpty ? "" : ". " + line.reason)
      if let place = groups.firstIndex(where: { $0.text == text }) {
        groups[place].count += 1
      } else {
        groups.append((text, 1))
      }
    }
    return groups.map { "  \($0.count) \($0.text)" } + report.lines.filter { $0.fate == "refused" }.map(row)
  }
}
