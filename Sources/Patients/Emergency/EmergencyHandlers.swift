public import Core
import Database
public import Routing
import Templates
import Web

/// `/emergency-access`: opening a record outside one's own patients, and the list of those who did.
public enum EmergencyHandlers {
  static let path = "/emergency-access"
  static let shownAtMost = 200

  /// For somebody who is found by name and date of birth, both whole: nobody is listed.
  @Sendable static func new(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(page(FormValues([:]), isNamed: false, call))
  }

  /// What is answered instead of a record that is out of reach.
  public static func refused(_ patient: PatientID, _ call: Call) -> Reply {
    .page(page(FormValues(["patient": patient.description]), isNamed: true, call), status: 403)
  }

  @Sendable static func create(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let user = db.scope.actor.user else { throw Refusal.forbidden }
    let typed = FormValues(call.form)
    let isNamed = !typed["patient"].isEmpty
    var errors = FormErrors()
    let reason = FormRules.lines(typed, "reason", limit: 500, &errors)
    if !reason.isEmpty && reason.unicodeScalars.count < 10 { errors.refuse("reason", "patients.emergency.short") }
    if reason.isEmpty { errors.refuse("reason", "forms.missing") }
    let found = isNamed ? try named(typed, db.reader) : try searched(typed, &errors, call, db.reader)
    guard errors.isEmpty, let found else {
      return .page(page(typed, isNamed: isNamed, errors: errors, call), status: 422)
    }
    try EmergencyAccess.open(found, for: user, reason: reason, now: call.now, in: db)
    return .redirect("/patients/\(found)")
  }

  private static func named(_ typed: FormValues, _ db: borrowing TenantReader) throws -> PatientID {
    guard let id = PatientID(text: typed["patient"]), try Patients.find(id, in: db) != nil else {
      throw Refusal.notFound
    }
    return id
  }

  private static func searched(
    _ typed: FormValues, _ errors: inout FormErrors, _ call: Call, _ db: borrowing TenantReader
  ) throws -> PatientID? {
    let name = SingleLine.clean(typed["name"])
    let born = BirthDateInput.days(SingleLine.clean(typed["born"]), call.language)
    if name.isEmpty { errors.refuse("name", "forms.missing") }
    if born.isEmpty { errors.refuse("born", "patients.emergency.bornMissing") }
    guard errors.isEmpty else { return nil }
    let matches = try Directory.exactly(name, born: born, in: db)
    if matches.count != 1 {
      errors.refuse("name", matches.isEmpty ? "patients.emergency.nobody" : "patients.emergency.several")
      return nil
    }
    return matches[0]
  }

  private static func page(
    _ values: FormValues, isNamed: Bool, errors: FormErrors = FormErrors(), _ call: Call
  ) -> EmergencyPage {
    var builder = FormBuilder(call.text, values, errors: errors)
    if !isNamed {
      builder.line("name", "patients.emergency.name", hint: "patients.emergency.nameHint", isRequired: true)
      builder.line("born", "patients.emergency.born", isRequired: true)
    }
    builder.area("reason", "patients.emergency.reason", hint: "patients.emergency.reasonHint", isRequired: true)
    return EmergencyPage(
      title: call.text.text(isNamed ? "patients.emergency.refused" : "patients.emergency.title"),
      patient: isNamed ? values["patient"] : nil, controls: builder.controls)
  }

  /// For those who answer for it.
  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let words = try PatientWords(call, db.practice)
    let reader = db.scope.actor.user
    let rows = try EmergencyAccess.all(limit: shownAtMost, in: db).map { EmergencyRow($0, reader: reader, words) }
    return .page(EmergencyListPage(title: call.text.text("patients.emergency.list"), rows: rows))
  }

  @Sendable static func review(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let id = call.parameters["emergency"].flatMap({ EntityID(text: $0) }) else { throw Refusal.notFound }
    guard let holder = try EmergencyAccess.holder(of: id, in: db.reader) else { throw Refusal.notFound }
    // Nobody reviews themselves.
    guard let reviewer = db.scope.actor.user, reviewer != holder.user else { throw Refusal.forbidden }
    let event = AuditEvent("emergency.review", "patients_emergency_access", id, patient: holder.patient)
    try db.transaction(event) { tx in try EmergencyAccess.review(id, by: reviewer, now: call.now, in: tx) }
    return .redirect(path + "/list")
  }
}
