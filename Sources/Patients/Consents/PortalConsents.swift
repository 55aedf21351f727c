import Core
import Database
import Routing
import Templates

/// A patient's own consents: taken back with as few steps as given.
enum PortalConsents {
  static let path = "/portal/consents"

  /// `GET /portal/consents`
  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(patient, isOutdated: false, call, db))
  }

  /// `POST /portal/consents`
  @Sendable static func give(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    guard try ConsentChange(call).give(of: patient, by: .patient, call, db) else {
      return .page(try page(patient, isOutdated: true, call, db.reader), status: 409)
    }
    return .redirect(path + "?done=given")
  }

  /// `POST /portal/consents/withdrawal`
  @Sendable static func withdraw(
    _ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection
  ) throws -> Reply {
    try ConsentChange(call).withdraw(of: patient, by: .patient, call, db)
    return .redirect(path + "?done=withdrawn")
  }

  private static func page(
    _ patient: PatientID, isOutdated: Bool, _ call: Call, _ db: borrowing TenantReader
  ) throws -> PortalConsentPage {
    PortalConsentPage(
      title: call.text.text("patients.consent.title"), notice: ConsentLines.notice(call), isOutdated: isOutdated,
      topics: try ConsentLines.topics(of: patient, canChange: true, call, db))
  }
}

/// The same page for a patient.
struct PortalConsentPage: Page {
  static let template = "patients/portal-consent"
  let title: String
  let notice: String?
  let isOutdated: Bool
  let topics: [ConsentTopicLine]

  static let fields: [Field<PortalConsentPage>] = [
    .text("title") { $0.title },
    .text("giveAction") { _ in PortalConsents.path },
    .text("withdrawAction") { _ in PortalConsents.path + "/withdrawal" },
    .optionalText("notice") { $0.notice },
    .flag("isOutdated") { $0.isOutdated },
    .list("topics") { $0.topics },
  ]
  static let examples: [PortalConsentPage] = [
    PortalConsentPage(title: "Consents", notice: "Done.", isOutdated: true, topics: [.example]),
    PortalConsentPage(title: "Consents", notice: nil, isOutdated: false, topics: []),
  ]
}
