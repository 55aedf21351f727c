import Core
import Crypto
import Database
import Routing
import Templates
import Web

/// Erasing a patient: what goes at once, what stays and why, and the request itself.
enum ErasureHandlers {
  /// What would happen today.
  private struct Plan {
    /// Nil: nothing has to be kept.
    let keptUntil: LocalDate?
    let rule: RetentionRule
    let hasVisitsAhead: Bool
    let today: LocalDate

    init(_ patient: PatientID, _ call: Call, _ db: borrowing TenantReader) throws {
      let zone = try Zone(name: db.practice.zoneName)
      let today = zone.local(call.now).date
      self.today = today
      rule = try Retention.rule(in: db)
      let end = try Retention.lastCare(of: patient, zone: zone, in: db)?.adding(months: 12 * rule.years)
      keptUntil = end.flatMap { $0 > today ? $0 : nil }
      hasVisitsAhead = try Retention.hasVisitsAhead(patient, now: call.now, in: db)
    }
  }

  /// `GET /patients/{patient}/erasure`
  @Sendable static func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let person = try person(call, db)
    guard try Erasures.all(of: person.id, in: db).isEmpty else {
      return .redirect(PrivacyHandlers.path(person.id))
    }
    return .page(try page(person, try Plan(person.id, call, db), isMistaken: false, call, db))
  }

  /// `POST /patients/{patient}/erasure`
  @Sendable static func request(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let person = try person(call, db.reader)
    let plan = try Plan(person.id, call, db.reader)
    guard !plan.hasVisitsAhead else {
      return .page(try page(person, plan, isMistaken: false, call, db.reader), status: 409)
    }
    guard call.form["understood"] == "yes" else {
      return .page(try page(person, plan, isMistaken: true, call, db.reader), status: 422)
    }
    let zone = try Zone(name: db.practice.zoneName)
    let event = AuditEvent("patient.erase.plan", "patients_patient", person.id.id, patient: person.id)
    try db.transaction(event) { tx in
      try Erasures.plan(.contact, of: person.id, dueOn: plan.today, runAt: call.now, now: call.now, in: tx)
      let due = plan.keptUntil ?? plan.today
      let runAt = plan.keptUntil.map { zone.startOfDay($0) } ?? call.now
      try Erasures.plan(.record, of: person.id, dueOn: due, runAt: runAt, now: call.now, in: tx)
    }
    return .redirect(PrivacyHandlers.path(person.id) + "?done=erasure")
  }

  private static func person(_ call: Call, _ db: borrowing TenantReader) throws -> PrivacyPerson {
    let id = try call.id("patient", as: PatientID.self)
    guard let person = try PrivacyPerson.find(id, in: db), person.erasedAt == nil else { throw Refusal.notFound }
    return person
  }

  private static func page(
    _ person: PrivacyPerson, _ plan: Plan, isMistaken: Bool, _ call: Call, _ db: borrowing TenantReader
  ) throws -> PatientErasurePage {
    let words = try PrivacyWords(call, db.practice)
    let stays = plan.keptUntil.map { date in
      call.text.text(
        "patients.erasure.stays.record",
        ["date": words.date(date), "country": words.country(plan.rule.country), "years": "\(plan.rule.years)"])
    }
    return PatientErasurePage(
      title: call.text.text("patients.erasure.title"), patient: words.name(of: person), id: person.id,
      hasVisitsAhead: plan.hasVisitsAhead, erasesRecord: plan.keptUntil == nil, stays: stays, isMistaken: isMistaken)
  }
}
