import Core
import Database
import Routing

/// Carries out what was planned, when its day has come.
struct ErasureJob: Sendable {
  let eraser: PatientEraser

  /// The payload is the id of the erasure. The secret goes first: should this end half-way, nothing can be read any
  /// more, and the next try empties the rows.
  func run(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = EntityID(text: job.payload) else { return .dead(reason: "malformed payload") }
    guard let erasure = try Erasures.find(id, in: db.reader) else { return .dead(reason: "no such erasure") }
    guard erasure.state == .planned else { return .done }
    let zone = try Zone(name: db.practice.zoneName)
    guard erasure.dueOn <= zone.local(now).date else { return .retry(reason: "not due yet") }
    try eraser.forget(db.scope.practice, erasure.patient, erasure.part, now)
    let event = AuditEvent(
      "patient.erase", "patients_patient", erasure.patient.id, patient: erasure.patient,
      fields: [Erasures.word(erasure.part)])
    let eraser = eraser
    try db.transaction(event) { tx in
      try Erasures.apply(erasure.part, of: erasure.patient, eraser, now: now, in: tx)
    }
    return .done
  }
}
