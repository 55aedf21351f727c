import Core
import Database
import Routing
import SQL
import Web

/// Whose visits the page is about: one's own where one treats people, or the whole practice's.
struct TodayScope: Sendable {
  /// Of the reader; nil for somebody who treats nobody.
  let own: Resource?
  let isWholePractice: Bool
  let reach: PatientReach
  let now: Instant

  /// `?who=all` shows the practice's; that is also what those see who treat nobody.
  static func read(_ call: Call, in db: borrowing TenantReader) throws -> TodayScope {
    let own = try db.scope.actor.user.flatMap { try Resources.practitioner(of: $0, in: db) }
    return TodayScope(
      own: own, isWholePractice: own == nil || call.query["who"] == "all",
      reach: try .of(.readSchedule, now: call.now, in: db), now: call.now)
  }

  private var practitioner: ResourceID? { isWholePractice ? nil : own?.id }

  func covers(_ entry: CalendarAppointment) -> Bool {
    practitioner.map { $0 == entry.assignment.practitioner } ?? true
  }
  /// Of `a`, an appointment that is one of these, of a patient whom the reader reaches.
  func condition(_ scope: TenantScope) -> SQL {
    let reached = reach.condition("a.patient_id", scope)
    guard let practitioner else { return reached }
    return "a.practitioner_id = \(practitioner) AND \(reached)"
  }
  var query: String { isWholePractice && own != nil ? "?who=all" : "" }
}
