import Core
import Database
import SQL

/// Sessions that staff put into the calendar. The same pattern as ``StaffBookings``: lock, decide, claim, write, audit.
enum GroupPlans {
  struct Order: Sendable {
    let service: ServiceID
    /// Of the first; the others have the same length, practitioner, room and device.
    let wish: PlaceWish
    /// In time order; one for each session.
    let starts: [Instant]
    let places: Int
    let formKey: [UInt8]

    var wishes: [PlaceWish] { starts.map { wish.at($0) } }
  }

  /// All of them or none. Nothing is ever under a session: what is in the way is said, and cannot be overruled.
  /// - Returns: the first.
  /// - Throws: ``StaffRefusal``.
  static func plan(_ order: Order, now: Instant, in db: borrowing TenantConnection) throws -> GroupID {
    // A form may come twice. The second finds what the first made.
    if let first = try Groups.made(by: order.formKey, in: db.reader) { return first }
    let zone = try Zone(name: db.practice.zoneName)
    guard let before = try Offering.find(order.service, in: db.reader) else { throw StaffRefusal.notOffered }
    let locked = before.limited(to: order.wish).resources
    let first = GroupID.make()
    do {
      return try db.transaction(AuditEvent("group.plan", "scheduling_group", first.id)) { tx in
        try Resources.lock(locked, in: tx)
        guard let offering = try Offering.find(order.service, in: tx.reader), offering.service.isActive,
          offering.service.isGroup, offering.offers(order.wish)
        else { throw StaffRefusal.notOffered }
        let limited = offering.limited(to: order.wish)
        guard limited.resources.isSubset(of: locked) else { throw StaffRefusal.notOffered }
        let reviews = try review(order.wishes, limited, zone: zone, now: now, in: tx.reader)
        let conflicts = reviews.flatMap(\.conflicts)
        guard conflicts.isEmpty else { throw StaffRefusal.conflicts(conflicts, canOverride: false) }
        try Claims.removeExpired(of: locked, now: now, in: tx)
        for (index, (wish, review)) in zip(order.wishes, reviews).enumerated() {
          let id = index == 0 ? first : GroupID.make()
          try insert(
            id, order, wish, review.assignment, offering.service, series: order.starts.count > 1 ? first : nil,
            isFirst: index == 0, now: now, in: tx)
          try GoogleCopies.changed(id, now: now, in: tx)
          try FreedPlaces.open(wish.span, of: wish.practitioner, order.service, now: now, in: tx)
          if index > 0 { try tx.audit(AuditEvent("group.plan", "scheduling_group", id.id)) }
        }
        return first
      }
    } catch SlotRefusal.taken {
      throw StaffRefusal.conflicts([], canOverride: false)
    } catch {
      // Both came at once: the first now stands in the way of the second, or has taken its key.
      guard let made = try Groups.made(by: order.formKey, in: db.reader) else { throw error }
      return made
    }
  }

  /// The clock on the wall where a session would be.
  /// - Parameters:
  ///   - offering: of the service, not limited.
  ///   - zone: the practice's.
  /// - Throws: ``StaffRefusal/notOffered``.
  static func clock(
    of wish: PlaceWish, _ offering: Offering, _ zone: Zone, now: Instant, in db: borrowing TenantReader
  ) throws -> Zone {
    let exact = offering.limited(to: wish).lasting(
      wish.minutes, before: offering.service.bufferBefore, after: offering.service.bufferAfter)
    let found = try PlaceReview.of(wish, exact, zone: zone, now: now, apart: nil, in: db).assignment.location
    return try Places.zone(of: found, or: zone, in: db)
  }

  /// What each would meet, by what is read once for all.
  static func review(
    _ wishes: [PlaceWish], _ limited: Offering, zone: Zone, now: Instant, in db: borrowing TenantReader
  ) throws -> [PlaceReview] {
    guard let first = wishes.first, let last = wishes.last else { return [] }
    let lasting = limited.lasting(
      first.minutes, before: limited.service.bufferBefore, after: limited.service.bufferAfter)
    let availability = try lasting.availability(
      from: zone.local(first.start).date, through: zone.local(last.start).date, zone: zone, now: now, in: db)
    return try PlaceReview.of(wishes, lasting, availability, now: now, in: db)
  }

  private static func insert(
    _ id: GroupID, _ order: Order, _ wish: PlaceWish, _ assignment: Availability.Assignment, _ service: Service,
    series: GroupID?, isFirst: Bool, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO scheduling_group (practice_id, id, service_id, practitioner_id, room_id, device_id, location_id, places,
        starts_at, ends_at, buffer_before, buffer_after, form_key, created_at, series_id)
      VALUES (\(tx.scope), \(id), \(service.id), \(assignment.practitioner), \(assignment.room), \(assignment.device),
        \(assignment.location), \(order.places), \(wish.span.start), \(wish.span.end), \(service.bufferBefore),
        \(service.bufferAfter), \(isFirst ? order.formKey : nil), \(now), \(series))
      """)
    try Claims.take(
      assignment, wish.span.widened(before: service.bufferBefore, after: service.bufferAfter), lane: 0, for: .group(id),
      in: tx)
  }
}

extension PlaceWish {
  /// The same at another time.
  func at(_ start: Instant) -> PlaceWish {
    PlaceWish(practitioner: practitioner, room: room, device: device, start: start, minutes: minutes)
  }
}
