import Core
import Database
import Routing
import Templates

/// What an import did, and the way to take it back.
struct ImportResultPage: PatientDataPage {
  static let template = "patients/import-result"
  let title: String
  let id: ImportID
  let line: ImportLine
  let canUndo: Bool
  let patients: [ImportCandidate]
  /// Why it could not be taken back.
  let obstacles: [ImportObstacle]

  var accessEvents: [AuditEvent] {
    [AuditEvent("import.read", "patients_import", id.id, fields: ["people=\(patients.count + obstacles.count)"])]
  }

  static let fields: [Field<ImportResultPage>] = [
    .text("title") { $0.title },
    .text("undoAction") { "/patients/import/\($0.id)/undo" },
    .object("line") { $0.line },
    .flag("canUndo") { $0.canUndo },
    .flag("hasPatients") { !$0.patients.isEmpty },
    .list("patients") { $0.patients },
    .flag("hasObstacles") { !$0.obstacles.isEmpty },
    .list("obstacles") { $0.obstacles },
  ]
  static let examples: [ImportResultPage] = [
    ImportResultPage(
      title: "record.json", id: ImportID(EntityID(high: 0, low: 1)), line: .example, canUndo: true,
      patients: [.example], obstacles: [ImportObstacle(href: "/patients/0", name: "Erika", text: "2 appointments")]),
    ImportResultPage(
      title: "record.json", id: ImportID(EntityID(high: 0, low: 1)), line: .example, canUndo: false, patients: [],
      obstacles: [ImportObstacle(href: nil, name: nil, text: "2 records were changed")]),
  ]
}

struct ImportObstacle: TemplateModel {
  let href: String?
  let name: String?
  let text: String
  static let fields: [Field<ImportObstacle>] = [
    .optionalText("href") { $0.href },
    .optionalText("name") { $0.name },
    .text("text") { $0.text },
  ]
}

extension ImportObstacle {
  init(_ obstacle: ImportUndo.Obstacle, _ text: Localizer) {
    href = obstacle.patient.map { "/patients/\($0)" }
    name = obstacle.name?.full
    self.text =
      switch obstacle.kind {
      case .edited: text.text("patients.import.obstacle.edited")
      case .appointments: text.text("patients.import.obstacle.appointments", count: obstacle.count)
      case .otherRecords: text.text("patients.import.obstacle.otherRecords", count: obstacle.count)
      case .signIns: text.text("patients.import.obstacle.signIns")
      case .changedRecords: text.text("patients.import.obstacle.changedRecords", count: obstacle.count)
      case .other: text.text("patients.import.obstacle.other")
      }
  }
}
