import Core
import Database
import Routing
import Templates

/// Making and changing a patient's details.
enum PatientEditHandlers {
  /// `GET /patients/new`
  @Sendable static func new(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(PatientEditPage(PatientForm(language: db.practice.language), of: nil, call.text))
  }

  /// `POST /patients`
  @Sendable static func create(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let form = PatientForm(call.form)
    let words = try PatientWords(call, db.practice)
    let (details, errors) = form.validated(call.language, today: words.today)
    guard let details else { return .page(PatientEditPage(form, of: nil, errors: errors, call.text), status: 422) }
    let reach = try PatientReach.of(.changePatients, now: call.now, in: db.reader)
    if !form.isConfirmed {
      let candidates = try Duplicates.find(details, within: reach, in: db.reader)
      if !candidates.isEmpty {
        let lines = candidates.map { DuplicateLine($0, words) }
        return .page(PatientEditPage(form, of: nil, duplicates: lines, call.text), status: 422)
      }
    }
    let id = PatientID.make()
    let names = PatientForm.names(of: details)
    try db.transaction(AuditEvent("patient.create", "patients_patient", id.id, patient: id, fields: names)) { tx in
      try Patients.insert(id, details, now: call.now, in: tx)
      // Who reaches their own patients alone would not find again whom they just wrote down.
      if !reach.isEverybody, let user = tx.scope.actor.user { try CareTeam.add(user, to: id, now: call.now, in: tx) }
    }
    return .redirect("/patients/\(id)")
  }

  /// `GET /patients/{patient}/edit`
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let id = try call.id("patient", as: PatientID.self)
    guard let patient = try Patients.find(id, in: db) else { throw Refusal.notFound }
    return .page(PatientEditPage(PatientForm(patient), of: id, call.text))
  }

  /// `POST /patients/{patient}`
  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let id = try call.id("patient", as: PatientID.self)
    guard let patient = try Patients.find(id, in: db.reader) else { throw Refusal.notFound }
    let form = PatientForm(call.form)
    let words = try PatientWords(call, db.practice)
    let (details, errors) = form.validated(call.language, today: words.today)
    guard let details else { return .page(PatientEditPage(form, of: id, errors: errors, call.text), status: 422) }
    let changed = PatientForm.changes(from: patient.details, to: details)
    if changed.isEmpty { return .redirect("/patients/\(id)") }
    do {
      let event = AuditEvent("patient.update", "patients_patient", id.id, patient: id, fields: changed)
      try db.transaction(event) { tx in
        guard try Patients.update(id, version: form.version, details, now: call.now, in: tx) else { throw Overtaken() }
      }
      return .redirect("/patients/\(id)")
    } catch is Overtaken {
      return try overtaken(id, form, call, db.reader)
    }
  }

  /// Somebody else was faster: their values beside these, and the form to decide with.
  private static func overtaken(
    _ id: PatientID, _ form: PatientForm, _ call: Call, _ db: borrowing TenantReader
  ) throws -> Reply {
    guard let now = try Patients.find(id, in: db) else { throw Refusal.notFound }
    let lines = PatientFields.differences(theirs: PatientForm(now), mine: form, call.text)
    if lines.isEmpty { return .redirect("/patients/\(id)") }
    return .page(
      PatientEditPage(form, of: id, differences: lines, version: now.version, call.text), status: 409)
  }

  /// The row has moved on since the form was shown.
  private struct Overtaken: Error {}
}

extension PatientForm {
  /// Names of what is filled in, for the audit trail.
  static func names(of details: PatientDetails) -> [String] {
    let empty = PatientDetails(
      name: PersonName(given: "", family: ""), birthDate: nil, gender: .unknown, email: "", phone: "", address: "",
      language: details.language, note: "", isActive: true)
    return changes(from: empty, to: details)
  }

  /// Names of what differs.
  static func changes(from old: PatientDetails, to new: PatientDetails) -> [String] {
    var names: [String] = []
    if old.name != new.name { names.append("name") }
    if old.birthDate != new.birthDate { names.append("birthDate") }
    if old.gender != new.gender { names.append("gender") }
    if old.email != new.email { names.append("email") }
    if old.phone != new.phone { names.append("phone") }
    if old.address != new.address { names.append("address") }
    if old.language != new.language { names.append("language") }
    if old.note != new.note { names.append("note") }
    if old.isActive != new.isActive { names.append("isActive") }
    return names
  }
}

extension DuplicateLine {
  init(_ candidate: Duplicates.Candidate, _ words: PatientWords) {
    // Somebody out of reach is said to be here, so that they are not written down twice, and no more.
    href = candidate.isReached ? "/patients/\(candidate.id)" : nil
    name = candidate.isReached ? candidate.name.full : words.text.text("patients.duplicate.outOfReach")
    born = candidate.isReached ? candidate.birthDate.map(words.date) : nil
    reasons = candidate.reasons.map { reason in
      switch reason {
      case .email: words.text.text("patients.duplicate.email")
      case .phone: words.text.text("patients.duplicate.phone")
      case .nameAndBirthDate: words.text.text("patients.duplicate.nameAndBirthDate")
      }
    }
  }
}
