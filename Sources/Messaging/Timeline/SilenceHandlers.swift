import Core
import Database
import Routing
import Web

/// "Do not tell the patient", while the news of a change still waits.
enum SilenceHandlers {
  /// `POST /appointments/{appointment}/silence`. Leads back to the calendar, where the appointment says so.
  @Sendable static func silence(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let id: AppointmentID = try call.id("appointment")
    guard let visit = try Visits.find(id, in: db.reader) else { throw Refusal.notFound }
    guard let version = call.form["version"].flatMap({ Int($0) }), let user = db.scope.actor.user else {
      throw Refusal.badRequest
    }
    guard visit.version == version else { throw Refusal.conflict }
    let event = AuditEvent("notice.silence", "scheduling_appointment", id.id, patient: visit.patient)
    try db.transaction(event) { tx in
      guard try !Silence.isTooLate(for: visit, in: tx.reader) else { throw Refusal.conflict }
      // The job that plans it may not have run yet: then this row keeps it from being planned.
      if try !Silence.stop(visit, by: user, now: call.now, in: tx), try !Silence.holds(for: visit, in: tx.reader) {
        try Silence.record(visit, by: user, now: call.now, in: tx)
      }
    }
    let date = try Zone(name: db.practice.zoneName).local(visit.start).date
    let kept = ["view", "by", "who", "cancelled"].compactMap { name in call.form[name].map { (name, $0) } }
    let pairs = kept + [("date", date.description), ("a", id.description)]
    return .redirect("/calendar?" + URLComponent.query(pairs) + "#pan")
  }
}
