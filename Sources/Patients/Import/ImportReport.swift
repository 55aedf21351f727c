public import Core
public import Database

/// What became of one file, in English sentences for the command line. Holds no health data: entries are named by their
/// place and type, people only where somebody has to decide about them.
public struct ImportReport: Sendable {
  public enum Ending: Sendable, Equatable {
    /// Nothing was read; the sentence says what is wrong with the file and where.
    case unreadable(String)
    /// Nothing was written: each sentence names a person who looks like one that is here already.
    case undecided([String])
    /// A dry run: nothing was written.
    case previewed
    case imported
  }
  public struct Line: Sendable, Equatable {
    /// The place in `Bundle.entry`.
    public let entry: Int
    public let resourceType: String
    /// `create`, `unchanged`, `left out`, `refused`, `undecided` or `skipped`.
    public let fate: String
    /// Why it is not imported; empty when it is.
    public let reason: String
  }
  public let ending: Ending
  public let lines: [Line]

  /// A file that could not even be read.
  public init(unreadable sentence: String) { self.init(ending: .unreadable(sentence), lines: []) }
  fileprivate init(ending: Ending, lines: [Line]) {
    self.ending = ending
    self.lines = lines
  }

  public func count(_ fate: String) -> Int { lines.count { $0.fate == fate } }
}

extension RecordImport {
  /// Imports a file, or says what importing it would do.
  /// - Throws: what the database throws; then nothing of the file is written.
  public func run(
    _ file: ImportFile, duplicates: DuplicateRule?, isDryRun: Bool, now: Instant,
    in db: borrowing TenantConnection
  ) throws -> ImportReport {
    let plan: ImportPlan
    do throws(FHIRImportError) {
      plan = try ImportPlan.read(file.content, limit: ImportLimits.file)
    } catch {
      return ImportReport(unreadable: error.sentence)
    }
    let choices = ImportChoices(everybody: duplicates)
    if isDryRun {
      let preview = try preview(plan, choices, in: db.reader)
      return ImportReport(preview, preview.isDecided ? .previewed : .undecided(preview.questions))
    }
    do {
      return ImportReport(try run(file, plan, choices, now: now, in: db), .imported)
    } catch let error as Undecided {
      return ImportReport(error.preview, .undecided(error.preview.questions))
    }
  }
}

extension ImportReport {
  init(_ preview: ImportPreview, _ ending: Ending) {
    let lines = preview.rows.map { row in
      let (fate, reason): (String, String) =
        switch row.fate {
        case .create: ("create", "")
        case .unchanged: ("unchanged", "")
        case .undecided: ("undecided", "It belongs to a person who may be here already.")
        case .skipped: ("skipped", "It belongs to a person who is here already.")
        case .leftOut(let reason): ("left out", reason.sentence)
        case .refused(let path, let reason): ("refused", path + ": " + reason.sentence)
        }
      return Line(entry: row.plan.entry, resourceType: row.plan.resourceType ?? "-", fate: fate, reason: reason)
    }
    self.init(ending: ending, lines: lines)
  }
}

extension ImportPreview {
  /// One sentence for each person nobody decided about.
  var questions: [String] {
    lookalikes.filter { $0.choice == nil }.map { person in
      let born = person.birthDate.map { ", born \($0)" } ?? ""
      let ids = person.candidates.map { "\($0.id)" }.joined(separator: ", ")
      return "entry[\(person.entry)]: \(person.name.full)\(born) has the same name and date of birth as a patient "
        + "who is here from elsewhere (\(ids))."
    }
  }
}
