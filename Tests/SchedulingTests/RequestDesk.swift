import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// A visitor and a front desk of one clinic, whose "Talk" has rules of its own. Both believe it is the same moment.
struct RequestDesk {
  let desk: CalendarDesk
  let walk: BookingWalk
  var clinic: Clinic { desk.clinic }

  /// - Parameter change: of the service Talk.
  init(_ change: SQL) throws {
    desk = try CalendarDesk(now: "2027-03-08T09:00Z")
    walk = BookingWalk(clinic: desk.clinic)
    walk.browser.now = desk.browser.now
    try set(change)
  }

  func set(_ change: SQL) throws {
    try clinic.practice.asOperator { [clinic] db in
      try db.transaction(AuditEvent("test.rules", "scheduling_service", nil)) { tx in
        try tx.execute(
          "UPDATE scheduling_service SET \(change) WHERE practice_id = \(tx.scope) AND id = \(clinic.talk)")
      }
    }
  }

  func at(_ time: String) throws -> Instant {
    let now = try #require(InstantText.decode(time))
    (walk.browser.now, desk.browser.now) = (now, now)
    // The session would have locked meanwhile.
    try desk.browser.signIn(clinic.practice.bob, of: clinic.practice)
    return now
  }

  /// Books, or asks, as a visitor; the time is UTC.
  func book(
    _ start: String, _ details: [String: String] = [:], with person: EntityID? = nil
  ) throws -> TestResponse {
    let hold = walk.hold(clinic.talk, start, with: person ?? clinic.mira)
    let target = try #require(hold.location, "\(hold.status) \(hold.words)")
    walk.browser.get(target)
    return walk.browser.post(target + "/confirmation", BookingWalk.details.merging(details) { $1 })
  }

  /// Status, who ended it, whether it waits, and how many claims it has; in order of time.
  func state() throws -> [String] {
    try desk.read { db in
      try db.rows(
        """
        SELECT a.status, a.cancelled_by, a.answer_by IS NOT NULL,
          (SELECT COUNT(*) FROM scheduling_claim c WHERE c.practice_id = \(db.scope) AND c.appointment_id = a.id)
        FROM scheduling_appointment a WHERE a.practice_id = \(db.scope) ORDER BY a.starts_at, a.created_at, a.id
        """
      ) { "\(try $0.text(0)) \(try $0.textIfPresent(1) ?? "-") \(try $0.int(2)) \(try $0.int(3))" }
    }
  }
  func ids() throws -> [String] {
    try desk.read { db in
      try db.rows(
        "SELECT id FROM scheduling_appointment WHERE practice_id = \(db.scope) ORDER BY starts_at, created_at, id"
      ) { "\(try $0.id(0))" }
    }
  }
  /// What the other features were told.
  func news() throws -> [String] {
    try desk.read { db in
      try db.rows(
        """
        SELECT kind, payload FROM jobs_job
        WHERE practice_id = \(db.scope) AND kind LIKE 'appointment.%' ORDER BY created_at, id
        """
      ) { "\(try $0.text(0)) \(try $0.text(1).split(separator: " ").last ?? "")" }
    }
  }
  func sweep(_ now: Instant) throws -> Int {
    try clinic.practice.enter(.job) { db in try HoldSweeper.sweep(now: now, in: db) }
  }
  func answer(_ act: String, _ index: Int = 0, version: Int = 1, fields: [String: String] = [:]) throws
    -> TestResponse
  {
    desk.act(try ids()[index], act, version: version, fields)
  }
}
