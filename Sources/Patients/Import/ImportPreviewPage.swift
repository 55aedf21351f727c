import Core
import Database
import Routing
import Templates

/// What importing a file would do: counts, questions about people, and every row.
struct ImportPreviewPage: PatientDataPage {
  static let template = "patients/import-preview"
  /// Rows listed one by one; the counts and the reasons always cover all.
  static let rowLimit = 500

  let title: String
  let id: ImportID
  let errors: [FormProblem]
  let counts: [ImportCount]
  let people: [ImportQuestion]
  let refused: [ImportRowLine]
  let reasons: [ImportReason]
  let rows: [ImportRowLine]
  let isCut: Bool
  let created: Int

  var accessEvents: [AuditEvent] {
    [AuditEvent("import.read", "patients_import", id.id, fields: ["people=\(people.count)", "rows=\(rows.count)"])]
  }

  static let fields: [Field<ImportPreviewPage>] = [
    .text("title") { $0.title },
    .text("confirmAction") { "/patients/import/\($0.id)/confirmation" },
    .text("discardAction") { "/patients/import/\($0.id)/discard" },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .list("counts") { $0.counts },
    .flag("hasPeople") { !$0.people.isEmpty },
    .list("people") { $0.people },
    .flag("hasRefused") { !$0.refused.isEmpty },
    .list("refused") { $0.refused },
    .flag("hasReasons") { !$0.reasons.isEmpty },
    .list("reasons") { $0.reasons },
    .list("rows") { $0.rows },
    .flag("isCut") { $0.isCut },
    .number("shown") { $0.rows.count },
    .number("created") { $0.created },
  ]
  static let examples: [ImportPreviewPage] = [
    ImportPreviewPage(
      title: "record.json", id: ImportID(EntityID(high: 0, low: 1)),
      errors: [FormProblem(field: "person-0", message: "Say what to do.")],
      counts: [ImportCount(type: "Patient", created: 1, unchanged: 0, leftOut: 0, refused: 1)],
      people: [
        ImportQuestion(
          id: "person-0", name: "<b>Erika", born: "12 August 1984", candidates: [.example],
          error: "Say what to do.", chosen: .skip)
      ],
      refused: [.example], reasons: [ImportReason(count: "3", text: "Claim: Insurance claims are not imported.")],
      rows: [.example], isCut: true, created: 1),
    ImportPreviewPage(
      title: "record.json", id: ImportID(EntityID(high: 0, low: 1)), errors: [], counts: [], people: [], refused: [],
      reasons: [], rows: [], isCut: false, created: 0),
  ]
}

/// What becomes of one resource type.
struct ImportCount: TemplateModel {
  let type: String
  let created: Int
  let unchanged: Int
  let leftOut: Int
  let refused: Int
  static let fields: [Field<ImportCount>] = [
    .text("type") { $0.type },
    .text("created") { "\($0.created)" },
    .text("unchanged") { "\($0.unchanged)" },
    .text("leftOut") { "\($0.leftOut)" },
    .text("refused") { "\($0.refused)" },
  ]
}

/// Why rows are not imported, and how many.
struct ImportReason: TemplateModel {
  let count: String
  let text: String
  static let fields: [Field<ImportReason>] = [
    .text("count") { $0.count },
    .text("text") { $0.text },
  ]
}

struct ImportRowLine: TemplateModel {
  let entry: String
  let type: String
  let fate: String
  /// Nil for readers who may not see charts.
  let summary: String?
  let reason: String?
  static let fields: [Field<ImportRowLine>] = [
    .text("entry") { $0.entry },
    .text("type") { $0.type },
    .text("fate") { $0.fate },
    .optionalText("summary") { $0.summary },
    .optionalText("reason") { $0.reason },
  ]
  static let example = ImportRowLine(
    entry: "3", type: "Condition", fate: "Refused", summary: "Insomnia", reason: "entry[3].resource.code: missing")
}

/// A person who looks like one that is here already.
struct ImportQuestion: TemplateModel {
  let id: String
  let name: String
  let born: String?
  let candidates: [ImportCandidate]
  let error: String?
  let chosen: ImportChoice?
  static let fields: [Field<ImportQuestion>] = [
    .text("id") { $0.id },
    .text("name") { $0.name },
    .optionalText("born") { $0.born },
    .list("candidates") { $0.candidates },
    .optionalText("error") { $0.error },
    .flag("isSkip") { $0.chosen == .skip },
    .flag("isCreate") { $0.chosen == .create },
  ]
}

struct ImportCandidate: TemplateModel {
  let patient: PatientID
  let name: String
  let isChosen: Bool
  static let fields: [Field<ImportCandidate>] = [
    .text("href") { "/patients/\($0.patient)" },
    .text("patient") { "\($0.patient)" },
    .text("name") { $0.name },
    .flag("isChosen") { $0.isChosen },
  ]
  static let example = ImportCandidate(patient: PatientID(EntityID(high: 0, low: 1)), name: "Erika", isChosen: true)
}
