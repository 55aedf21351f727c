import Core
import Database
import Routing
import Templates
import Web

/// A patient's rights on one page: restriction and erasure.
enum PrivacyHandlers {
  static func path(_ patient: PatientID) -> String { "/patients/\(patient)/privacy" }

  /// `GET /patients/{patient}/privacy`
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let id = try call.id("patient", as: PatientID.self)
    guard let person = try PrivacyPerson.find(id, in: db) else { throw Refusal.notFound }
    let words = try PrivacyWords(call, db.practice)
    let erasures = try Erasures.all(of: id, in: db)
    return .page(
      PatientPrivacyPage(
        title: call.text.text("patients.privacy.title"), patient: words.name(of: person), id: id,
        notice: notice(call.query["done"], call),
        restrictedSince: person.restrictedAt.map(words.moment), isErased: person.erasedAt != nil,
        canRestrict: db.scope.holds(.protectPatients) && person.restrictedAt == nil && person.erasedAt == nil,
        canLift: db.scope.holds(.protectPatients) && person.restrictedAt != nil && person.contactErasedAt == nil,
        erasures: erasures.map { words.line($0) },
        canErase: db.scope.holds(.erasePatients) && erasures.isEmpty && person.erasedAt == nil,
        canReadChart: db.scope.holds(.readChart) && person.erasedAt == nil,
        canReadAccess: db.scope.holds(.readAccess),
        canExport: db.scope.holds(.exportPatients) && person.erasedAt == nil,
        canReadMessages: db.scope.holds(.readMessages) && person.erasedAt == nil))
  }

  private static func notice(_ done: String?, _ call: Call) -> String? {
    switch done {
    case "restricted": call.text.text("patients.privacy.done.restricted")
    case "lifted": call.text.text("patients.privacy.done.lifted")
    case "erasure": call.text.text("patients.privacy.done.erasure")
    default: nil
    }
  }

  /// `POST /patients/{patient}/restriction`
  @Sendable static func restrict(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let id = try known(call, db.reader)
    let event = AuditEvent("patient.restrict", "patients_patient", id.id, patient: id)
    try db.transaction(event) { tx in _ = try Restrictions.set(id, now: call.now, in: tx) }
    return .redirect(path(id) + "?done=restricted")
  }

  /// `POST /patients/{patient}/restriction/lifting`
  @Sendable static func lift(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let id = try known(call, db.reader)
    let event = AuditEvent("patient.restrict.lift", "patients_patient", id.id, patient: id)
    try db.transaction(event) { tx in _ = try Restrictions.lift(id, in: tx) }
    return .redirect(path(id) + "?done=lifted")
  }

  private static func known(_ call: Call, _ db: borrowing TenantReader) throws -> PatientID {
    let id = try call.id("patient", as: PatientID.self)
    guard let person = try PrivacyPerson.find(id, in: db), person.erasedAt == nil else { throw Refusal.notFound }
    return id
  }
}
