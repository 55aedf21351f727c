import Calendars
import Core
import Database
import SQL

/// Busy times as claims: whatever looks for free time sees them, and bookings and looks take turns at the resource.
enum BusyClaims {
  /// Rows of one statement.
  private static let batch = 100
  /// How long what is busy no more waits before the waitlist is offered it: until the next look, for many an event is
  /// taken away to be put back, and many a calendar to be added again by another address.
  static let graceMinutes = External.minutesBetweenLooks

  /// Stretches that touch or overlap are one, so that a calendar says no more than when.
  static func merged(_ spans: [TimeSpan]) -> [TimeSpan] {
    var merged: [TimeSpan] = []
    for span in spans.sorted(by: { $0.start < $1.start }) {
      if let last = merged.last, last.end >= span.start {
        merged[merged.count - 1] = TimeSpan(start: last.start, end: max(last.end, span.end))
      } else {
        merged.append(span)
      }
    }
    return merged
  }

  /// Cut at each midnight: no claim is longer than a day, so whoever reads a day's claims need not look further.
  static func daily(_ spans: [TimeSpan], zone: Zone) -> [TimeSpan] {
    spans.flatMap { span -> [TimeSpan] in
      var pieces: [TimeSpan] = []
      var start = span.start
      while start < span.end {
        let midnight = zone.startOfDay(zone.local(start).date.adding(days: 1))
        pieces.append(TimeSpan(start: start, end: min(midnight, span.end)))
        start = midnight
      }
      return pieces
    }
  }

  /// Puts the stretches in the place of those of the last copy; what stays is not touched, and without a change nothing
  /// is locked or written.
  /// - Parameter isKnown: what is busy no more is free, and the waitlist is told; false where nobody knows.
  /// - Throws: ``LookOvertaken`` when the calendar was removed, or looked at by somebody else, meanwhile.
  static func replace(
    _ external: External, by wanted: [TimeSpan], isKnown: Bool, lease: Instant, now: Instant,
    in db: borrowing TenantConnection
  ) throws {
    let new = Set(wanted)
    let kept = Set(try stored(external.id, in: db.reader))
    guard kept != new else { return }
    let (added, removed) = (new.subtracting(kept), kept.subtracting(new))
    let event = AuditEvent(
      "calendar.busy", "scheduling_external", external.id, fields: ["added=\(added.count)", "removed=\(removed.count)"])
    try db.transaction(event) { tx in
      try Resources.lock([external.resource], in: tx)
      // Only who has the lease writes these claims, and a removal waits for the lock: what was compared is still so.
      guard try Externals.hasLease(external.id, lease, in: tx) else { throw LookOvertaken() }
      for part in batches(removed) {
        try tx.execute(
          """
          DELETE FROM scheduling_claim
          WHERE practice_id = \(tx.scope) AND external_id = \(external.id) AND starts_at IN \(list: part.map(\.start))
          """)
      }
      for part in batches(added) { try insert(part, external, in: tx) }
      guard isKnown else { return }
      let ended = removed.flatMap { $0.without(wanted) }
      try OpenedTimes.record(ended, at: external.resource, graceMinutes: graceMinutes, now: now, in: tx)
    }
  }

  private static func batches(_ spans: Set<TimeSpan>) -> [[TimeSpan]] {
    let sorted = spans.sorted { $0.start < $1.start }
    return stride(from: 0, to: sorted.count, by: batch).map { Array(sorted[$0..<min($0 + batch, sorted.count)]) }
  }

  private static func insert(_ spans: [TimeSpan], _ external: External, in tx: borrowing TenantTransaction) throws {
    guard let first = spans.first else { return }
    let (scope, resource, lane) = (tx.scope, external.resource, external.lane)
    var others: SQL = ""
    for span in spans.dropFirst() {
      others = """
        \(others), (\(scope), \(EntityID.make()), \(resource), \(lane), \(span.start), \(span.end), \(external.id))
        """
    }
    try tx.execute(
      """
      INSERT INTO scheduling_claim (practice_id, id, resource_id, lane, starts_at, ends_at, external_id)
      VALUES (\(tx.scope), \(EntityID.make()), \(resource), \(lane), \(first.start), \(first.end), \(external.id))\(others)
      """)
  }

  static func stored(_ id: EntityID, in db: borrowing TenantReader) throws -> [TimeSpan] {
    try db.rows(
      """
      SELECT starts_at, ends_at FROM scheduling_claim
      WHERE practice_id = \(db.scope) AND external_id = \(id) ORDER BY starts_at
      """
    ) { TimeSpan(start: try $0.instant(0), end: try $0.instant(1)) }
  }

  /// How many stretches that are not over each calendar closes.
  static func ahead(of now: Instant, for user: UserID, in db: borrowing TenantReader) throws -> [EntityID: Int] {
    let rows = try db.rows(
      """
      SELECT e.id, COUNT(*) FROM scheduling_external e
      JOIN scheduling_claim c ON c.practice_id = \(db.scope) AND c.external_id = e.id AND c.ends_at > \(now)
      WHERE e.practice_id = \(db.scope) AND e.user_id = \(user) GROUP BY e.id
      """
    ) { (id: try $0.id(0), count: try $0.int(1)) }
    return Dictionary(rows.map { ($0.id, $0.count) }) { first, _ in first }
  }

  /// Our own appointments, come back by way of a calendar that subscribed to our feed: they have claims already, and
  /// would stay busy here when they are cancelled.
  static func withoutOwn(_ spans: [BusyTimes.Span], in db: borrowing TenantReader) throws -> [BusyTimes.Span] {
    let mark = "@praxis"
    let named = Set(
      spans.compactMap { span in
        span.uid.hasSuffix(mark) ? AppointmentID(text: span.uid.dropLast(mark.utf8.count)) : nil
      })
    guard !named.isEmpty else { return spans }
    let own = Set(
      try db.rows(
        "SELECT id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND id IN \(list: named.sorted())"
      ) { "\(try $0.id(0, as: AppointmentID.self))" + mark })
    return spans.filter { !own.contains($0.uid) }
  }
}

/// Somebody else looked at the calendar, or it was removed, while this look went on: its answer is of no use.
struct LookOvertaken: Error {}
