import Core
import Templates

/// Where records are uploaded, and what was imported so far.
struct ImportListPage: Page {
  static let template = "patients/import-list"
  let title: String
  /// What was wrong with the files just sent; none of them was kept.
  let problems: [ImportProblem]
  let waiting: [ImportLine]
  let history: [ImportLine]

  static let fields: [Field<ImportListPage>] = [
    .text("title") { $0.title },
    .flag("hasErrors") { !$0.problems.isEmpty },
    .list("problems") { $0.problems },
    .flag("hasWaiting") { !$0.waiting.isEmpty },
    .list("waiting") { $0.waiting },
    .flag("hasHistory") { !$0.history.isEmpty },
    .list("history") { $0.history },
  ]
  static let examples: [ImportListPage] = [
    ImportListPage(title: "Import records", problems: [], waiting: [], history: []),
    ImportListPage(
      title: "Import records", problems: [ImportProblem(file: "a<b>.json", message: "The file is XML.")],
      waiting: [.example], history: [.example]),
  ]
}

/// A file that cannot be imported, and why.
struct ImportProblem: TemplateModel {
  let file: String
  let message: String
  static let fields: [Field<ImportProblem>] = [
    .text("file") { $0.file },
    .text("message") { $0.message },
  ]
}

/// One import in the history.
struct ImportLine: TemplateModel {
  let href: String
  let file: String
  let moment: String
  let who: String
  let state: String
  let created: Int
  let unchanged: Int
  let notImported: Int
  static let fields: [Field<ImportLine>] = [
    .text("href") { $0.href },
    .text("file") { $0.file },
    .text("moment") { $0.moment },
    .text("who") { $0.who },
    .text("state") { $0.state },
    .text("created") { "\($0.created)" },
    .text("unchanged") { "\($0.unchanged)" },
    .text("notImported") { "\($0.notImported)" },
  ]
  static let example = ImportLine(
    href: "/patients/import/0", file: "record.json", moment: "12 March 2026, 10:00", who: "Alice", state: "Imported",
    created: 12, unchanged: 0, notImported: 3)
}

extension ImportLine {
  init(_ entry: ImportEntry, _ words: PatientWords) {
    href = "/patients/import/\(entry.id)"
    file = entry.fileName
    moment = words.moment(entry.finishedAt ?? entry.startedAt)
    who = entry.who ?? words.text.text("patients.import.operator")
    state = words.state(entry.state)
    created = entry.created
    unchanged = entry.unchanged
    notImported = entry.notImported
  }
}

extension PatientWords {
  func state(_ state: ImportEntry.State) -> String {
    switch state {
    case .previewed: text.text("patients.import.state.previewed")
    case .imported: text.text("patients.import.state.imported")
    case .undone: text.text("patients.import.state.undone")
    }
  }
}
