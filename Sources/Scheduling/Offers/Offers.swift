import Core
import Crypto
import Database
import SQL

/// Offers of the waitlist: each is a hold with claims and an end, so that what is offered is really free and stays so.
enum Offers {
  static let columnCount = 12
  static let columns: SQL = """
    o.id, o.entry_id, e.patient_id, o.service_id, o.practitioner_id, o.starts_at, o.ends_at, o.state, o.offered_by,
    o.expires_at, o.created_at, IF(h.id IS NULL, o.location_id, h.location_id)
    """
  /// `h` is what keeps the time, while something does: a session can go into another room.
  static func from(_ scope: TenantScope) -> SQL {
    """
    FROM scheduling_offer o
    JOIN scheduling_waitlist_entry e ON e.practice_id = \(scope) AND e.id = o.entry_id
    LEFT JOIN scheduling_hold h ON h.practice_id = \(scope) AND h.id = o.id
    """
  }
  static func read(_ row: borrowing Row) throws -> Offer {
    Offer(
      id: try row.id(0), entry: try row.id(1), patient: try row.id(2), service: try row.id(3),
      practitioner: try row.id(4), span: TimeSpan(start: try row.instant(5), end: try row.instant(6)),
      location: try row.idIfPresent(11, as: LocationID.self), state: try row.choice(7),
      offeredBy: try row.idIfPresent(8, as: UserID.self), expiresAt: try row.instant(9),
      createdAt: try row.instant(10))
  }

  static func find(_ id: OfferID, in db: borrowing TenantReader) throws -> Offer? {
    try db.first("SELECT \(columns) \(from(db.scope)) WHERE o.practice_id = \(db.scope) AND o.id = \(id)", read)
  }
  static func find(_ token: Token, in db: borrowing TenantReader) throws -> Offer? {
    try db.first(
      "SELECT \(columns) \(from(db.scope)) WHERE o.practice_id = \(db.scope) AND o.token_hash = \(token.hash)", read)
  }
  /// The offer that waits for an answer to this wish; nil when none does.
  static func running(of entry: WaitlistEntryID, in db: borrowing TenantReader) throws -> Offer? {
    try db.first(
      """
      SELECT \(columns) \(from(db.scope))
      WHERE o.practice_id = \(db.scope) AND o.entry_id = \(entry) AND o.state = 'offered'
      """, read)
  }

  /// Keeps a start for the patient of a wish and lets them be told. The same rules as for a visitor's booking, looked at
  /// under the same locks.
  /// - Parameters:
  ///   - place: where, of several that the practitioner could be in then.
  ///   - user: who chose this wish by hand; nil when it was next.
  /// - Throws: ``OfferRefusal``, ``SlotRefusal``.
  static func make(
    to entry: WaitlistEntry, at start: Instant, place: WantedPlace, with practitioner: ResourceID, by user: UserID?,
    now: Instant, in db: borrowing TenantConnection
  ) throws -> OfferID {
    let zone = try Zone(name: db.practice.zoneName)
    guard
      let before = try Offering.find(entry.wish.service, in: db.reader)?.limited(to: practitioner)
        .limited(at: place)
    else {
      throw SlotRefusal.notOffered
    }
    let sessions = before.service.isGroup ? try GroupHolds.starting(before, at: start, now: now, in: db.reader) : []
    let locked = sessions.reduce(into: before.resources) { $0.formUnion($1.assignment.resources) }
    let id = OfferID.make()
    let event = AuditEvent("offer.make", "scheduling_offer", id.id, patient: entry.patient)
    return try db.transaction(event) { tx in
      try Resources.lock(locked, in: tx)
      guard
        let offering = try Offering.find(entry.wish.service, in: tx.reader)?.limited(to: practitioner)
          .limited(at: place),
        offering.resources.isSubset(of: before.resources)
      else { throw SlotRefusal.notOffered }
      try offering.requireOnline(in: tx)
      let window = BookingWindow(offering.service, zone: zone, now: now)
      let kept: Kept
      if offering.service.isGroup {
        if let first = window.obstacles(at: start).first { throw SlotRefusal(first) }
        let group = try GroupHolds.choose(offering, at: start, locked: locked, now: now, in: tx)
        kept = Kept(assignment: group.assignment, span: group.span, group: group)
      } else {
        kept = Kept(
          assignment: try SlotChoice.decide(
            offering, at: start, for: .holder(window), zone: zone, now: now, in: tx),
          span: TimeSpan(start: start, end: start.adding(minutes: offering.service.minutes)), group: nil)
      }
      let expires = try admit(
        entry, offering.service, kept, by: user, zone: zone, now: now, in: tx)
      try Claims.removeExpired(of: locked, now: now, in: tx)
      try insert(id, entry, offering.service, kept, by: user, expires: expires, now: now, in: tx)
      try WaitlistEntries.set(entry.id, .offered, unanswered: entry.unanswered, now: now, in: tx)
      try tx.enqueue(NewJob("waitlist.offered", payload: "\(id)", runAt: now, uniqueKey: "\(id)"))
      return id
    }
  }

  /// What an offer keeps: a time of these resources, or a place of a session.
  private struct Kept {
    let assignment: Availability.Assignment
    let span: TimeSpan
    let group: GroupSession?
  }

  /// Looks at the wish and its patient once more, now that nobody else can change them.
  /// - Returns: until when they can answer.
  private static func admit(
    _ entry: WaitlistEntry, _ service: Service, _ kept: Kept, by user: UserID?, zone: Zone, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> Instant {
    let (span, practitioner) = (kept.span, kept.assignment.practitioner)
    let location = kept.assignment.location
    let possible = PossibleStart(
      start: span.start, location: location, clock: try Places.zone(of: location, or: zone, in: tx.reader),
      isByVideo: service.mode == .video)
    guard let current = try WaitingPatients.find(entry.id, for: practitioner, span, now: now, in: tx),
      current.entry.version == entry.version, current.entry.state == .waiting
    else { throw OfferRefusal.changed }
    if let obstacle = current.obstacle { throw OfferRefusal.obstacle(obstacle) }
    // Who asks by hand has asked the patient what they wish for.
    if user == nil, let obstacle = entry.wish.obstacle(at: possible, with: practitioner, now: now) {
      throw OfferRefusal.obstacle(obstacle)
    }
    try OpenBookings.requireFew(
      of: entry.patient, service, isRequest: user == nil && service.rules.approvalHours != nil, now: now, in: tx)
    guard
      let end = OfferClock.end(
        of: span.start, notice: service.noticeMinutes, zone: possible.clock, now: now)
    else {
      throw OfferRefusal.obstacle(.noTimeToAnswer)
    }
    return end
  }

  private static func insert(
    _ id: OfferID, _ entry: WaitlistEntry, _ service: Service, _ kept: Kept, by user: UserID?, expires: Instant,
    now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let (hold, assignment, span) = (HoldID(id.id), kept.assignment, kept.span)
    // Nobody has a link to the hold itself: it is confirmed by the answer to the offer alone.
    try tx.execute(
      """
      INSERT INTO scheduling_hold (practice_id, id, token_hash, service_id, practitioner_id, room_id, device_id,
        location_id, starts_at, ends_at, address_hash, expires_at, created_at, is_told, group_id)
      VALUES (\(tx.scope), \(hold), \(Token.make().hash), \(service.id), \(assignment.practitioner),
        \(assignment.room), \(assignment.device), \(assignment.location), \(span.start), \(span.end),
        \(SecureRandom.bytes(16)), \(expires), \(now), TRUE, \(kept.group?.id))
      """)
    if let group = kept.group {
      try GroupPlaces.take(group, for: .hold(hold, expires: expires), now: now, in: tx)
    } else {
      try Claims.take(
        assignment, span.widened(before: service.bufferBefore, after: service.bufferAfter), lane: 0,
        for: .hold(hold, expires: expires), in: tx)
    }
    let token = try tx.reader.offerToken(id.id)
    try tx.execute(
      """
      INSERT INTO scheduling_offer (practice_id, id, entry_id, token_hash, service_id, practitioner_id, starts_at,
        ends_at, offered_by, expires_at, created_at, location_id)
      VALUES (\(tx.scope), \(id), \(entry.id), \(token.hash), \(service.id), \(assignment.practitioner),
        \(span.start), \(span.end), \(user), \(expires), \(now), \(assignment.location))
      """)
  }
}
