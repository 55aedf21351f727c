import Core
import Crypto
import Database
import SQL

/// Places that visitors keep while they fill in the details, and what becomes of them.
enum GroupHolds {
  /// Keeps a place of a session that begins at `start`: of any number of visitors who want one at once, as many get one
  /// as there are.
  /// - Parameter before: limited to one practitioner when one was asked for.
  /// - Throws: ``SlotRefusal``.
  static func place(
    _ before: Offering, at start: Instant, token: Token, visitor: [UInt8], limitPerHour: Int, zone: Zone, now: Instant,
    in db: borrowing TenantConnection
  ) throws -> HoldID {
    let candidates = try starting(before, at: start, now: now, in: db.reader)
    let locked = candidates.reduce(into: Set<ResourceID>()) { $0.formUnion($1.assignment.resources) }
    guard !locked.isEmpty else { throw SlotRefusal.taken }
    let id = HoldID.make()
    return try db.transaction(AuditEvent("hold.place", "scheduling_hold", id.id)) { tx in
      try Resources.lock(locked, in: tx)
      try Holds.requireFewHolds(of: visitor, limitPerHour: limitPerHour, now: now, in: tx)
      guard let offering = try Offering.find(before.service.id, in: tx.reader) else { throw SlotRefusal.notOffered }
      try offering.requireOnline(in: tx)
      let window = BookingWindow(offering.service, zone: zone, now: now)
      if let first = window.obstacles(at: start).first { throw SlotRefusal(first) }
      let group = try choose(before, at: start, locked: locked, now: now, in: tx)
      let (taken, expires) = (group.assignment, now.adding(minutes: Hold.minutes))
      try tx.execute(
        """
        INSERT INTO scheduling_hold (practice_id, id, token_hash, service_id, practitioner_id, room_id, device_id,
          location_id, starts_at, ends_at, address_hash, expires_at, created_at, group_id)
        VALUES (\(tx.scope), \(id), \(token.hash), \(group.service), \(taken.practitioner), \(taken.room),
          \(taken.device), \(taken.location), \(group.span.start), \(group.span.end), \(visitor), \(expires), \(now),
          \(group.id))
        """)
      try GroupPlaces.take(group, for: .hold(id, expires: expires), now: now, in: tx)
      return id
    }
  }

  /// The session a visitor gets a place in, read after the locks; several may begin at one time.
  /// - Throws: ``SlotRefusal/taken`` when each is full, or has been moved away.
  static func choose(
    _ offering: Offering, at start: Instant, locked: Set<ResourceID>, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> GroupSession {
    let found = try starting(offering, at: start, now: now, in: tx.reader)
      .first { $0.left.count > 0 && $0.assignment.resources.isSubset(of: locked) }
    guard let found else { throw SlotRefusal.taken }
    return found
  }

  /// Planned sessions with one of these practitioners.
  static func starting(
    _ offering: Offering, at start: Instant, now: Instant, in db: borrowing TenantReader
  ) throws -> [GroupSession] {
    let moment = TimeSpan(start: start, end: start.adding(seconds: 1))
    let people = Set(offering.practitioners.map(\.id))
    return try Groups.planned(offering.service.id, startingIn: moment, now: now, in: db)
      .filter {
        $0.span.start == start && people.contains($0.assignment.practitioner)
          && offering.wanted.accepts($0.assignment.location)
      }
  }

  /// The session whose place a hold keeps, when it still is what the visitor saw.
  /// - Throws: ``SlotRefusal/taken`` when it was moved or cancelled.
  static func session(
    _ id: GroupID, of hold: Hold, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> GroupSession {
    guard let group = try Groups.find(id, now: now, in: tx.reader), group.status == .planned, group.span == hold.span,
      group.assignment == hold.assignment
    else { throw SlotRefusal.taken }
    return group
  }
}
