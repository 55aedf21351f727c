import Core
import Database
import Routing
import Templates
import Web

/// What is done about an incident once it is written down.
enum IncidentActs {
  /// `POST /audit/incident/{incident}/steps`
  @Sendable static func take(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    try change(call, db, to: call.now)
  }

  /// `POST /audit/incident/{incident}/steps-undo`
  @Sendable static func undo(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    try change(call, db, to: nil)
  }

  private static func change(_ call: Call, _ db: borrowing TenantConnection, to time: Instant?) throws -> Reply {
    let id = try call.id("incident", as: IncidentID.self)
    guard let incident = try Incidents.find(id, in: db.reader) else { throw Refusal.notFound }
    guard let step = call.form["step"].flatMap({ IncidentStep(rawValue: $0) }),
      let version = call.form["version"].flatMap({ Decimal.parse($0) })
    else { throw Refusal.badRequest }
    // A second press of the same button finds it done.
    if (incident.time(of: step) == nil) == (time == nil) { return .redirect("\(IncidentHandlers.path)/\(id)") }
    let event =
      time == nil
      ? AuditEvent("incident.step.undo", "oversight_incident", id.id, fields: [step.rawValue])
      : AuditEvent("incident.step", "oversight_incident", id.id, fields: [step.rawValue])
    try db.transaction(event) { tx in
      guard try Incidents.take(step, of: id, version: version, at: time, in: tx) else { throw Refusal.conflict }
    }
    return .redirect("\(IncidentHandlers.path)/\(id)")
  }

  /// `POST /audit/incident/{incident}/export`
  @Sendable static func export(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let id = try call.id("incident", as: IncidentID.self)
    guard let incident = try Incidents.find(id, in: db.reader) else { throw Refusal.notFound }
    let words = try TrailWords(call, db.practice)
    let affected = try AffectedPatients.of(incident.scope, in: db.reader)
    let head = ["patient", "patientName", "count", "first", "last"]
    var bytes = CSVFile.start(head.map { CSVCell(words.text.text("oversight.csv.\($0)")) })
    for patient in affected {
      CSVFile.add(
        [
          CSVCell(patient.id.description), CSVCell(words.patient(patient.name)), CSVCell(patient.count),
          CSVCell(UTCText.microseconds(patient.first)), CSVCell(UTCText.microseconds(patient.last)),
        ], to: &bytes)
    }
    try db.transaction(AuditEvent("incident.export", "oversight_incident", id.id)) { _ in }
    return .response(CSVFile.response(bytes, name: "incident-\(db.practice.slug).csv"))
  }
}
