import Core
import Database
import SQL

/// Times that became free. Each is written down, with the job that offers it, in the transaction that frees it: neither
/// is lost without the other.
enum FreedTimes {
  /// How long a time that staff or a patient freed waits before it is offered. Who cancels by mistake takes it back
  /// within that time, as they do before a mail about it goes out.
  static let graceMinutes = 3

  /// - Parameter patient: who had it, and is not offered it again; nil for a visitor who did not book.
  static func record(
    _ span: TimeSpan, of practitioner: ResourceID, by patient: PatientID?, graceMinutes: Int, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    guard span.start > now else { return }
    let isAwaited = try WaitlistEntries.isAnybodyWaiting(in: tx)
    // Who freed it is remembered also when nobody waits yet: somebody may when it is freed the next time.
    guard isAwaited || patient != nil else { return }
    let id = try insert(span, of: practitioner, by: patient, now: now, in: tx)
    guard isAwaited else { return }
    try tx.enqueue(
      NewJob("waitlist.freed", payload: "\(id)", runAt: now.adding(minutes: graceMinutes), uniqueKey: "\(id)"))
  }

  /// Time that nobody had and that the practice opened. Several visits may fit in it, at the starts that everybody is
  /// offered.
  static func open(
    _ span: TimeSpan, of practitioner: ResourceID, graceMinutes: Int, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let id = try insert(span, of: practitioner, by: nil, now: now, in: tx)
    try tx.enqueue(
      NewJob(
        "waitlist.freed", payload: "\(id) \(Cascade.opened)", runAt: now.adding(minutes: graceMinutes),
        uniqueKey: "\(id)"))
  }

  /// The waitlist is asked about what is left of opened time once more.
  static func askAgain(_ freed: FreedTime, at time: Instant, in db: borrowing TenantConnection) throws {
    try db.enqueueUpkeep(
      NewJob(
        "waitlist.freed", payload: "\(freed.id) \(Cascade.opened)", runAt: time,
        uniqueKey: "\(freed.id) \(time.microseconds)"))
  }

  private static func insert(
    _ span: TimeSpan, of practitioner: ResourceID, by patient: PatientID?, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> FreedTimeID {
    let id = FreedTimeID.make()
    try tx.execute(
      """
      INSERT INTO scheduling_freed_time (practice_id, id, practitioner_id, starts_at, ends_at, patient_id, created_at)
      VALUES (\(tx.scope), \(id), \(practitioner), \(span.start), \(span.end), \(patient), \(now))
      """)
    return id
  }

  static func find(_ id: FreedTimeID, in db: borrowing TenantReader) throws -> FreedTime? {
    try db.first(
      """
      SELECT practitioner_id, starts_at, ends_at FROM scheduling_freed_time
      WHERE practice_id = \(db.scope) AND id = \(id)
      """
    ) { row in
      FreedTime(
        id: id, practitioner: try row.id(0), span: TimeSpan(start: try row.instant(1), end: try row.instant(2)))
    }
  }

  /// Tells the waitlist of holds that ran out. By the rows of holds: their claims may be gone already, when somebody
  /// booked another time of the same person.
  static func tellEndedHolds(now: Instant, in tx: borrowing TenantTransaction) throws {
    let ended = try tx.rows(
      """
      SELECT id, practitioner_id, starts_at, ends_at FROM scheduling_hold
      WHERE practice_id = \(tx.scope) AND is_told = FALSE AND expires_at <= \(now) ORDER BY id FOR UPDATE
      """
    ) { row in
      (
        id: try row.id(0, as: HoldID.self), practitioner: try row.id(1, as: ResourceID.self),
        span: TimeSpan(start: try row.instant(2), end: try row.instant(3))
      )
    }
    for hold in ended {
      try record(hold.span, of: hold.practitioner, by: nil, graceMinutes: 0, now: now, in: tx)
    }
    try tx.execute(
      "UPDATE scheduling_hold SET is_told = TRUE WHERE practice_id = \(tx.scope) AND id IN \(list: ended.map(\.id))")
  }

  /// What is past can be offered to nobody.
  static func removePast(now: Instant, in tx: borrowing TenantTransaction) throws -> Int {
    try tx.execute(
      "DELETE FROM scheduling_freed_time WHERE practice_id = \(tx.scope) AND starts_at < \(now.adding(days: -1))")
  }
}
