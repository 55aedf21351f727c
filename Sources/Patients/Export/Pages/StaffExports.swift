import Core
import Database
import Routing
import Templates
import Web

/// Copies of a record that the practice orders for its patient.
enum StaffExports {
  static func path(_ patient: PatientID) -> String { "/patients/\(patient)/exports" }

  private static func acts(_ call: Call, _ db: borrowing TenantReader) throws -> ExportActs {
    let id = try call.id("patient", as: PatientID.self)
    guard try ExportPerson.find(id, in: db) != nil else { throw Refusal.notFound }
    return ExportActs(call: call, patient: id, orderer: .staff(db.scope.actor.user))
  }

  /// `GET /patients/{patient}/exports`
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    try page(try acts(call, db), hasGone: call.query["done"] == "gone", status: 200, db)
  }

  /// `GET /patients/{patient}/exports/version`: 304 while nothing changed.
  @Sendable static func version(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    try acts(call, db).version(in: db)
  }

  /// `POST /patients/{patient}/exports`
  @Sendable static func order(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let acts = try acts(call, db.reader)
    try acts.order(in: db)
    return .redirect(path(acts.patient))
  }

  /// `GET /patients/{patient}/exports/{export}/file`: where a reload or a change of language arrives.
  @Sendable static func again(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let acts = try acts(call, db)
    _ = try acts.export(in: db)
    return .redirect(path(acts.patient))
  }

  /// `POST /patients/{patient}/exports/{export}/file`
  @Sendable static func fetch(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let acts = try acts(call, db.reader)
    return try acts.fetch(in: db) ?? page(acts, hasGone: true, status: 410, db.reader)
  }

  /// `POST /patients/{patient}/exports/{export}/retry`
  @Sendable static func retry(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let acts = try acts(call, db.reader)
    try acts.retry(in: db)
    return .redirect(path(acts.patient))
  }

  /// `POST /patients/{patient}/exports/{export}/deletion`
  @Sendable static func delete(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let acts = try acts(call, db.reader)
    try acts.delete(in: db)
    return .redirect(path(acts.patient))
  }

  private static func page(
    _ acts: ExportActs, hasGone: Bool, status: Int, _ db: borrowing TenantReader
  ) throws -> Reply {
    guard let person = try PrivacyPerson.find(acts.patient, in: db) else { throw Refusal.notFound }
    let page = PatientExportPage(
      title: acts.call.text.text("patients.export.title"), patient: person.name.full, id: acts.patient,
      isRestricted: person.restrictedAt != nil,
      panel: try ExportPanel.make(acts, path: path(acts.patient), hasGone: hasGone, in: db))
    return .page(page, status: status)
  }
}

/// The page of the practice.
struct PatientExportPage: Page {
  static let template = "patients/patient-export"
  let title: String
  let patient: String
  let id: PatientID
  let isRestricted: Bool
  let panel: ExportPanel

  static let fields: [Field<PatientExportPage>] = [
    .text("title") { $0.title },
    .text("patientName") { $0.patient },
    .text("privacyHref") { PrivacyHandlers.path($0.id) },
    .flag("isRestricted") { $0.isRestricted },
    .object("panel") { $0.panel },
  ]
  static let examples: [PatientExportPage] = ExportPanel.examples.map { panel in
    PatientExportPage(
      title: "Copy of the record", patient: "Erika <Muster>", id: PatientID(EntityID(high: 0, low: 1)),
      isRestricted: true, panel: panel)
  }
}
