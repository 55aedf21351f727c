import Core
import Crypto
import Database
import SQL

enum Holds {
  /// Keeps a start for a visitor. The resource rows are locked first, then every rule is checked, then the place is
  /// claimed: of any number of visitors who want it at once, one gets it.
  /// - Parameters:
  ///   - practitioner: nil for whoever is free.
  ///   - place: where it is to be.
  /// - Throws: ``SlotRefusal``.
  static func place(
    _ service: ServiceID, with practitioner: ResourceID?, in place: WantedPlace, at start: Instant, token: Token,
    visitor: [UInt8],
    limitPerHour: Int, now: Instant, in db: borrowing TenantConnection
  ) throws -> HoldID {
    let zone = try Zone(name: db.practice.zoneName)
    let before = try offering(service, practitioner, place, in: db.reader)
    guard !before.service.isGroup else {
      return try GroupHolds.place(
        before, at: start, token: token, visitor: visitor, limitPerHour: limitPerHour, zone: zone, now: now, in: db)
    }
    let candidates = before.resources
    let id = HoldID.make()
    return try db.transaction(AuditEvent("hold.place", "scheduling_hold", id.id)) { tx in
      try Resources.lock(candidates, in: tx)
      try requireFewHolds(of: visitor, limitPerHour: limitPerHour, now: now, in: tx)
      let offering = try offering(service, practitioner, place, in: tx.reader)
      try offering.requireOnline(in: tx)
      guard offering.resources.isSubset(of: candidates) else { throw SlotRefusal.taken }
      let assignment = try SlotChoice.decide(
        offering, at: start, for: .visitor(BookingWindow(offering.service, zone: zone, now: now)), zone: zone, now: now,
        in: tx)
      try Claims.removeExpired(of: candidates, now: now, in: tx)
      let span = TimeSpan(start: start, end: start.adding(minutes: offering.service.minutes))
      let expires = now.adding(minutes: Hold.minutes)
      try tx.execute(
        """
        INSERT INTO scheduling_hold (practice_id, id, token_hash, service_id, practitioner_id, room_id, device_id,
          location_id, starts_at, ends_at, address_hash, expires_at, created_at)
        VALUES (\(tx.scope), \(id), \(token.hash), \(service), \(assignment.practitioner), \(assignment.room),
          \(assignment.device), \(assignment.location), \(span.start), \(span.end), \(visitor), \(expires), \(now))
        """)
      try Claims.take(
        assignment, span.widened(before: offering.service.bufferBefore, after: offering.service.bufferAfter), lane: 0,
        for: .hold(id, expires: expires), in: tx)
      return id
    }
  }

  private static func offering(
    _ service: ServiceID, _ practitioner: ResourceID?, _ place: WantedPlace, in db: borrowing TenantReader
  ) throws -> Offering {
    guard let offering = try Offering.find(service, in: db) else { throw SlotRefusal.notOffered }
    return (practitioner.map { offering.limited(to: $0) } ?? offering).limited(at: place)
  }

  /// Places kept within the hour, requests made within it, and requests that still wait: all of one address.
  static func requireFewHolds(
    of visitor: [UInt8], limitPerHour: Int, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let since = now.adding(hours: -1)
    let held = try tx.first(
      """
      SELECT
        (SELECT COUNT(*) FROM scheduling_hold h
          WHERE h.practice_id = \(tx.scope) AND h.address_hash = \(visitor) AND h.created_at > \(since))
        + (SELECT COUNT(*) FROM scheduling_appointment a
          WHERE a.practice_id = \(tx.scope) AND a.address_hash = \(visitor)
            AND (a.created_at > \(since) OR a.answer_by > \(now)))
      """
    ) { try $0.int(0) }
    guard held ?? 0 < limitPerHour else { throw SlotRefusal.tooManyHolds }
  }

  /// The hold of a token, expired or not; nil when there is none or it has become an appointment.
  static func find(_ token: Token, in db: borrowing TenantReader) throws -> Hold? {
    try db.first(
      "SELECT \(columns) FROM scheduling_hold WHERE practice_id = \(db.scope) AND token_hash = \(token.hash)", read)
  }
  static func find(_ id: HoldID, in db: borrowing TenantReader) throws -> Hold? {
    try db.first("SELECT \(columns) FROM scheduling_hold WHERE practice_id = \(db.scope) AND id = \(id)", read)
  }

  private static let columns: SQL = """
    id, service_id, practitioner_id, room_id, device_id, starts_at, ends_at, expires_at, created_at,
    group_id, location_id
    """
  private static func read(_ row: borrowing Row) throws -> Hold {
    Hold(
      id: try row.id(0), service: try row.id(1),
      assignment: Availability.Assignment(
        practitioner: try row.id(2), room: try row.idIfPresent(3, as: ResourceID.self),
        device: try row.idIfPresent(4, as: ResourceID.self),
        location: try row.idIfPresent(10, as: LocationID.self)),
      span: TimeSpan(start: try row.instant(5), end: try row.instant(6)), expiresAt: try row.instant(7),
      createdAt: try row.instant(8), group: try row.idIfPresent(9, as: GroupID.self))
  }

  static func remove(_ id: HoldID, in tx: borrowing TenantTransaction) throws {
    try Claims.release(id, in: tx)
    try GroupPlaces.release(id, in: tx)
    try tx.execute("DELETE FROM scheduling_hold WHERE practice_id = \(tx.scope) AND id = \(id)")
  }
}
