import Core
import Database
import Routing
import Templates

/// Copies of a record that its patient orders, or whoever acts for the patient. Each sees their own orders alone.
enum PortalExports {
  static let path = "/portal/record/export"

  private static func acts(
    _ call: Call, _ patient: PatientID, _ db: borrowing TenantReader
  ) throws -> ExportActs {
    guard try ExportPerson.find(patient, in: db) != nil else { throw Refusal.notFound }
    if case .guardian(let account, for: _) = db.scope.actor {
      return ExportActs(call: call, patient: patient, orderer: .guardian(account))
    }
    return ExportActs(call: call, patient: patient, orderer: .patient)
  }

  /// `GET /portal/record/export`
  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    try page(try acts(call, patient, db), hasGone: false, status: 200, db)
  }

  /// `GET /portal/record/export/version`: 304 while nothing changed.
  @Sendable static func version(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    try acts(call, patient, db).version(in: db)
  }

  /// `POST /portal/record/export`
  @Sendable static func order(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    try acts(call, patient, db.reader).order(in: db)
    return .redirect(path)
  }

  /// `GET /portal/record/export/{export}/file`: where a reload or a change of language arrives.
  @Sendable static func again(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    _ = try acts(call, patient, db).export(in: db)
    return .redirect(path)
  }

  /// `POST /portal/record/export/{export}/file`
  @Sendable static func fetch(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    let acts = try acts(call, patient, db.reader)
    return try acts.fetch(in: db) ?? page(acts, hasGone: true, status: 410, db.reader)
  }

  /// `POST /portal/record/export/{export}/retry`
  @Sendable static func retry(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    try acts(call, patient, db.reader).retry(in: db)
    return .redirect(path)
  }

  /// `POST /portal/record/export/{export}/deletion`
  @Sendable static func delete(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    try acts(call, patient, db.reader).delete(in: db)
    return .redirect(path)
  }

  private static func page(
    _ acts: ExportActs, hasGone: Bool, status: Int, _ db: borrowing TenantReader
  ) throws -> Reply {
    guard let person = try PrivacyPerson.find(acts.patient, in: db) else { throw Refusal.notFound }
    let page = PortalExportPage(
      title: acts.call.text.text("patients.export.title"), name: acts.orderer == .patient ? nil : person.name.full,
      isRestricted: person.restrictedAt != nil,
      panel: try ExportPanel.make(acts, path: path, hasGone: hasGone, in: db))
    return .page(page, status: status)
  }
}

/// The same page for a patient.
struct PortalExportPage: Page {
  static let template = "patients/portal-export"
  let title: String
  /// Nil when it is the reader's own record.
  let name: String?
  let isRestricted: Bool
  let panel: ExportPanel

  static let fields: [Field<PortalExportPage>] = [
    .text("title") { $0.title },
    .optionalText("patientName") { $0.name },
    .flag("isRestricted") { $0.isRestricted },
    .object("panel") { $0.panel },
  ]
  static let examples: [PortalExportPage] = ExportPanel.examples.map { panel in
    PortalExportPage(title: "Copy of my record", name: "<Max>", isRestricted: true, panel: panel)
  }
}
