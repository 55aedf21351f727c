import Core
import Database
import SQL

/// All SQL of wishes.
enum WaitlistEntries {
  static let columns: SQL = """
    e.id, e.version, e.patient_id, e.service_id, e.practitioner_id, e.weekdays, e.day_parts, e.first_date, e.last_date,
    e.notice_hours, e.state, e.unanswered, e.created_at, e.at_practice, e.location_id
    """
  static let columnCount = 15

  static func read(_ row: borrowing Row) throws -> WaitlistEntry {
    let location = try row.idIfPresent(14, as: LocationID.self)
    let wish = TimeWish(
      service: try row.id(3), practitioner: try row.idIfPresent(4, as: ResourceID.self),
      weekdays: TimeWish.weekdays(bits: try row.int(5)), parts: TimeWish.parts(bits: try row.int(6)),
      first: try row.dateIfPresent(7), last: try row.dateIfPresent(8), noticeHours: try row.int(9),
      place: try row.bool(13) ? .exactly(nil) : location.map { .exactly($0) } ?? .any)
    return WaitlistEntry(
      id: try row.id(0), version: try row.int(1), patient: try row.id(2), wish: wish, state: try row.choice(10),
      unanswered: try row.int(11), createdAt: try row.instant(12))
  }

  static func find(_ id: WaitlistEntryID, in db: borrowing TenantReader) throws -> WaitlistEntry? {
    try db.first(
      "SELECT \(columns) FROM scheduling_waitlist_entry e WHERE e.practice_id = \(db.scope) AND e.id = \(id)", read)
  }

  /// The wish as it is now; nobody else changes it until the transaction ends. After the resources are locked.
  static func lock(_ id: WaitlistEntryID, in tx: borrowing TenantTransaction) throws -> WaitlistEntry? {
    try tx.first(
      """
      SELECT \(columns) FROM scheduling_waitlist_entry e
      WHERE e.practice_id = \(tx.scope) AND e.id = \(id) FOR UPDATE
      """, read)
  }

  static func isAnybodyWaiting(in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.first(
      """
      SELECT 1 FROM scheduling_waitlist_entry
      WHERE practice_id = \(tx.scope) AND state IN ('waiting', 'offered') LIMIT 1
      """
    ) { _ in true } ?? false
  }

  static func insert(
    _ id: WaitlistEntryID, _ wish: TimeWish, for patient: PatientID, source: WaitlistEntry.Source, visitor: [UInt8]?,
    now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO scheduling_waitlist_entry (practice_id, id, patient_id, service_id, practitioner_id, weekdays,
        day_parts, first_date, last_date, notice_hours, source, address_hash, created_at, at_practice, location_id)
      VALUES (\(tx.scope), \(id), \(patient), \(wish.service), \(wish.practitioner), \(wish.weekdayBits),
        \(wish.partBits), \(wish.first), \(wish.last), \(wish.noticeHours), \(source.rawValue), \(visitor), \(now),
        \(wish.place == .exactly(nil)), \(wish.place.location))
      """)
  }

  /// Tells the other features that somebody waits, so that the patient is told too.
  static func announce(_ id: WaitlistEntryID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.enqueue(NewJob("waitlist.joined", payload: "\(id)", runAt: now, uniqueKey: "\(id)"))
  }

  /// False when somebody else changed it since, or it has ended.
  static func change(
    _ id: WaitlistEntryID, version: Int, to wish: TimeWish, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    try tx.execute(
      """
      UPDATE scheduling_waitlist_entry SET version = version + 1, service_id = \(wish.service),
        practitioner_id = \(wish.practitioner), weekdays = \(wish.weekdayBits), day_parts = \(wish.partBits),
        first_date = \(wish.first), last_date = \(wish.last), notice_hours = \(wish.noticeHours),
        at_practice = \(wish.place == .exactly(nil)), location_id = \(wish.place.location), unanswered = 0
      WHERE practice_id = \(tx.scope) AND id = \(id) AND version = \(version) AND state IN ('waiting', 'offered')
      """) == 1
  }

  static func set(
    _ id: WaitlistEntryID, _ state: WaitlistEntry.State, unanswered: Int, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    let ended = state.isOpen ? nil : now
    try tx.execute(
      """
      UPDATE scheduling_waitlist_entry
      SET state = \(state.rawValue), unanswered = \(unanswered), ended_at = \(ended)
      WHERE practice_id = \(tx.scope) AND id = \(id)
      """)
  }

  /// Ends wishes whose last date is past.
  static func endPast(before today: LocalDate, now: Instant, in tx: borrowing TenantTransaction) throws -> Int {
    try tx.execute(
      """
      UPDATE scheduling_waitlist_entry SET state = 'over', ended_at = \(now)
      WHERE practice_id = \(tx.scope) AND state = 'waiting' AND last_date < \(today)
      """)
  }
}
