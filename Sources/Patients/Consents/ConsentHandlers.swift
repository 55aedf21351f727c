import Core
import Database
import Routing
import Templates

/// A patient's consents as the practice keeps them.
enum ConsentHandlers {
  static func path(_ patient: PatientID) -> String { "/patients/\(patient)/consents" }

  /// `GET /patients/{patient}/consents`
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let person = try person(call, db)
    return .page(try page(person, isOutdated: false, call, db))
  }

  /// `POST /patients/{patient}/consents`
  @Sendable static func give(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let person = try person(call, db.reader)
    let change = try ConsentChange(call)
    guard try change.give(of: person.id, by: .staff, call, db) else {
      return .page(try page(person, isOutdated: true, call, db.reader), status: 409)
    }
    return .redirect(path(person.id) + "?done=given")
  }

  /// `POST /patients/{patient}/consents/withdrawal`
  @Sendable static func withdraw(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let person = try person(call, db.reader)
    try ConsentChange(call).withdraw(of: person.id, by: .staff, call, db)
    return .redirect(path(person.id) + "?done=withdrawn")
  }

  private static func person(_ call: Call, _ db: borrowing TenantReader) throws -> PrivacyPerson {
    let id = try call.id("patient", as: PatientID.self)
    guard let person = try PrivacyPerson.find(id, in: db), person.erasedAt == nil else { throw Refusal.notFound }
    return person
  }

  private static func page(
    _ person: PrivacyPerson, isOutdated: Bool, _ call: Call, _ db: borrowing TenantReader
  ) throws -> PatientConsentsPage {
    let role = db.scope.actor.role
    return PatientConsentsPage(
      title: call.text.text("patients.consent.title"), patient: person.name.full, id: person.id,
      notice: ConsentLines.notice(call), isOutdated: isOutdated,
      topics: try ConsentLines.topics(
        of: person.id, canChange: role.map { Permission.changePatients.isHeld(by: $0) } ?? false, call, db))
  }
}
