import Core
import Database
import Routing
import Templates
import Web

/// `/patients/{patient}/portal`: what the practice decides about a patient's portal: who acts for them, and a second
/// factor that was lost.
enum PatientPortal {
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let done = call.query["done"].flatMap { PatientPortalPage.Done(rawValue: $0) }
    return .page(try page(call, try patient(call, db), db, done: done, typed: FormValues([:]), FormErrors()))
  }

  @Sendable static func addGuardian(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let patient = try patient(call, db.reader)
    let typed = FormValues(call.form)
    var (draft, errors) = try RelatedPersonDraft.parse(typed, zone: Zone(name: db.practice.zoneName), now: call.now)
    if let draft {
      let id = EntityID.make(at: call.now)
      struct Linked: Error {}
      do {
        try db.transaction(AuditEvent("guardian.add", "identity_related_person", id, patient: patient)) { tx in
          let account = try PortalAccounts.acting(
            draft.email, language: tx.reader.practice.language, now: call.now, in: tx)
          guard try !RelatedPersons.isLinked(account, to: patient, now: call.now, in: tx) else { throw Linked() }
          try RelatedPersons.add(draft, as: id, account, to: patient, now: call.now, in: tx)
          try tell(.guardianAdded, patient, .actingAdded, account, call, in: tx)
        }
        return .redirect(path(patient) + "?done=added")
      } catch is Linked { errors.refuse("email", "portal.guardian.isLinked") }
    }
    let page = try page(call, patient, db.reader, done: nil, typed: typed, errors)
    return .page(page, status: 422)
  }

  @Sendable static func endGuardian(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (patient, person) = try guardian(call, db.reader)
    try db.transaction(AuditEvent("guardian.end", "identity_related_person", person.id, patient: patient)) { tx in
      guard try RelatedPersons.end(person, of: patient, now: call.now, in: tx) else { return }
      try tell(.guardianEnded, patient, .actingEnded, person.account, call, in: tx)
    }
    return .redirect(path(patient) + "?done=ended")
  }

  /// Both hear of it, each at their own address, also when the practice made a mistake.
  private static func tell(
    _ toPatient: PortalAlert, _ patient: PatientID, _ toGuardian: PortalAlert, _ account: EntityID, _ call: Call,
    in tx: borrowing TenantTransaction
  ) throws {
    try PortalAccounts.make(patient, now: call.now, in: tx)
    try PortalAlert.enqueue(toPatient, for: patient.id, now: call.now, in: tx)
    try PortalAlert.enqueue(toGuardian, for: account, now: call.now, in: tx)
  }

  @Sendable static func resetGuardian(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (patient, person) = try guardian(call, db.reader)
    return try reset(.guardian(person.account), patient, call, db)
  }

  @Sendable static func resetPatient(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let patient = try patient(call, db.reader)
    return try reset(.patient(patient), patient, call, db)
  }

  private static func reset(
    _ holder: FactorHolder, _ patient: PatientID, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Reply {
    try db.transaction(AuditEvent("factor.reset", holder.entity, holder.id, patient: patient)) { tx in
      try PortalAccounts.reset(holder, now: call.now, in: tx)
    }
    return .redirect(path(patient) + "?done=reset")
  }

  // MARK: Shared

  private static func path(_ patient: PatientID) -> String { "/patients/\(patient)/portal" }

  private static func patient(_ call: Call, _ db: borrowing TenantReader) throws -> PatientID {
    let id = try call.id("patient", as: PatientID.self)
    guard try RelatedPersons.patientExists(id, in: db) else { throw Refusal.notFound }
    return id
  }

  private static func guardian(
    _ call: Call, _ db: borrowing TenantReader
  ) throws -> (patient: PatientID, person: RelatedPerson) {
    let (patient, id) = (try patient(call, db), try call.entity("guardian"))
    guard let person = try RelatedPersons.of(patient, in: db).first(where: { $0.id == id }) else {
      throw Refusal.notFound
    }
    return (patient, person)
  }

  private static func page(
    _ call: Call, _ patient: PatientID, _ db: borrowing TenantReader, done: PatientPortalPage.Done?,
    typed: FormValues, _ errors: FormErrors
  ) throws -> PatientPortalPage {
    let moments = try Moments(call, db.practice)
    let name = try PortalPeople.name(of: patient, in: db)?.full ?? ""
    return PatientPortalPage(
      title: call.text.text("portal.patient.title"), patient: patient, name: name, slug: db.practice.slug,
      hasSecondFactor: try Factors.of(.patient(patient), in: db).hasSecond,
      guardians: try RelatedPersons.of(patient, in: db).map { person in
        PatientPortalPage.Guardian(
          path: "/patients/\(patient)/guardians/\(person.id)", name: person.name, email: person.email,
          relation: call.text.text("portal.relation.\(person.relation.rawValue)"), isLive: person.isLive(at: call.now),
          until: (person.endedAt ?? person.validUntil?.adding(seconds: -1)).map { moments.day($0) },
          hasSecondFactor: person.hasSecondFactor)
      },
      done: done.map { call.text.text("portal.patient.done.\($0.rawValue)") }, controls: controls(call, typed, errors))
  }

  private static func controls(_ call: Call, _ typed: FormValues, _ errors: FormErrors) -> [FormControl] {
    var builder = FormBuilder(call.text, typed, errors: errors)
    builder.line("name", "portal.guardian.name", isRequired: true)
    let relations = RelatedPerson.Relation.allCases.map {
      (value: $0.rawValue, label: call.text.text("portal.relation.\($0.rawValue)"))
    }
    builder.choice("relation", relations, "portal.guardian.relation", hint: "portal.guardian.relationHint")
    builder.line("email", type: "email", "portal.guardian.email", hint: "portal.guardian.emailHint", isRequired: true)
    builder.line("until", type: "date", "portal.guardian.until", hint: "portal.guardian.untilHint")
    return builder.controls
  }
}
