import Core
import Database
import Routing
import Templates
import Web

/// `/patients/{patient}/care-team`
enum CareTeamHandlers {
  @Sendable static func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let (id, patient) = try find(call, db)
    let members = try CareTeam.all(of: id, in: db)
    return .page(page(id, patient, members, stored(members), call, db))
  }

  @Sendable static func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (id, patient) = try find(call, db.reader)
    let members = try CareTeam.all(of: id, in: db.reader)
    let stored = stored(members)
    let typed = FormValues(call.form, groups: ["member"])
    guard call.form["version"] == version(members) else {
      return .page(page(id, patient, members, typed, stored: stored, call, db.reader), status: 409)
    }
    guard typed.group("member").isSubset(of: Set(members.map(\.id.description))) else {
      var errors = FormErrors()
      errors.refuse("member", "forms.choose")
      return .page(page(id, patient, members, typed, errors: errors, call, db.reader), status: 422)
    }
    let added = members.filter { !$0.isNamed && typed.group("member").contains("\($0.id)") }
    let removed = members.filter { $0.isNamed && !typed.group("member").contains("\($0.id)") }
    if added.isEmpty && removed.isEmpty { return .redirect("/patients/\(id)/details") }
    let fields = ["added=\(added.count)", "removed=\(removed.count)"]
    let event = AuditEvent("patient.careteam", "patients_care_team", id.id, patient: id, fields: fields)
    try db.transaction(event) { tx in
      for member in added { try CareTeam.add(member.id, to: id, now: call.now, in: tx) }
      for member in removed { try CareTeam.remove(member.id, from: id, in: tx) }
    }
    return .redirect("/patients/\(id)/care-team?saved=1")
  }

  private static func find(_ call: Call, _ db: borrowing TenantReader) throws -> (PatientID, Patient) {
    let id = try call.id("patient", as: PatientID.self)
    guard let patient = try Patients.find(id, in: db) else { throw Refusal.notFound }
    return (id, patient)
  }
  private static func named(_ members: [CareTeam.Member]) -> [String] {
    members.filter(\.isNamed).map(\.id.description).sorted()
  }
  private static func stored(_ members: [CareTeam.Member]) -> FormValues {
    FormValues([:], groups: ["member": Set(named(members))])
  }
  /// Who was named when the form was made.
  private static func version(_ members: [CareTeam.Member]) -> String { named(members).joined(separator: " ") }

  private static func page(
    _ id: PatientID, _ patient: Patient, _ members: [CareTeam.Member], _ values: FormValues, stored: FormValues? = nil,
    errors: FormErrors = FormErrors(), _ call: Call, _ db: borrowing TenantReader
  ) -> CareTeamPage {
    var builder = FormBuilder(call.text, values, stored: stored, errors: errors)
    let options = members.map { member in
      let visits = member.hasVisits ? ", " + call.text.text("patients.careTeam.visits") : ""
      return (value: member.id.description, label: member.name + visits)
    }
    builder.checks("member", options, "patients.careTeam.members", hint: "patients.careTeam.hint")
    let form = EditForm(
      action: "/patients/\(id)/care-team", version: version(members), controls: builder.controls,
      canChange: db.scope.holds(.changeCareTeam), isConflict: stored != nil, backHref: "/patients/\(id)/details")
    return CareTeamPage(
      title: call.text.text("patients.careTeam.title"), patient: patient.details.name.full,
      patientHref: "/patients/\(id)/details", form: form, isSaved: call.query["saved"] != nil,
      seesOwn: !db.practice.practitionersSeeEverybody)
  }
}
