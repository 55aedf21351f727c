import Core
import Crypto
import Database
import SQL

/// How offers end. Each ending locks the practitioner first, so of any two that come at once one finds it ended.
enum OfferAnswers {
  /// Books the time, by the same path as any visitor's booking.
  /// - Throws: ``SlotRefusal``; `outdated` for an offer that is over.
  static func accept(
    _ offer: Offer, visitor: [UInt8], now: Instant, in db: borrowing TenantConnection
  ) throws -> AppointmentID {
    guard let hold = try Holds.find(HoldID(offer.id.id), in: db.reader),
      let language = try language(of: offer.patient, in: db.reader)
    else { throw SlotRefusal.outdated }
    // What staff offer by hand they have agreed to.
    let booking = Bookings.Settling(
      hold: hold, language: language, note: "", formKey: offer.id.id.bytes, visitor: visitor,
      asksStaff: offer.offeredBy == nil)
    return try Bookings.settle(booking, knownPatient: offer.patient, now: now, in: db) { tx in
      let current = try lock(offer, now: now, in: tx)
      try end(current, as: .accepted, leaving: .booked, unanswered: 0, now: now, in: tx)
      try tx.audit(AuditEvent("offer.accept", "scheduling_offer", offer.id.id, patient: offer.patient))
      return offer.patient
    }
  }

  /// - Parameter leaves: the patient waits no longer, for other times either.
  static func decline(_ offer: Offer, leaves: Bool, now: Instant, in db: borrowing TenantConnection) throws {
    let event = AuditEvent(
      "offer.decline", "scheduling_offer", offer.id.id, patient: offer.patient, fields: leaves ? ["leaves"] : [])
    try db.transaction(event) { tx in
      let current = try lock(offer, now: now, in: tx)
      try end(current, as: .declined, leaving: leaves ? .removed : .waiting, unanswered: 0, now: now, in: tx)
      try free(current, now: now, in: tx)
    }
  }

  /// Staff take it back, to give the time to somebody themselves: nobody else is asked.
  static func withdraw(_ offer: Offer, now: Instant, in db: borrowing TenantConnection) throws {
    let event = AuditEvent("offer.withdraw", "scheduling_offer", offer.id.id, patient: offer.patient)
    try db.transaction(event) { tx in
      let current = try lock(offer, now: now, in: tx)
      let entry = try WaitlistEntries.lock(offer.entry, in: tx)
      try end(current, as: .withdrawn, leaving: .waiting, unanswered: entry?.unanswered ?? 0, now: now, in: tx)
    }
  }

  /// Ends what nobody answered; the next is asked.
  /// - Returns: how many.
  static func expire(now: Instant, in db: borrowing TenantConnection) throws -> Int {
    let over = try db.reader.rows(
      """
      SELECT \(Offers.columns) \(Offers.from(db.scope))
      WHERE o.practice_id = \(db.scope) AND o.state = 'offered' AND o.expires_at <= \(now) ORDER BY o.id
      """, Offers.read)
    var ended = 0
    for offer in over {
      let event = AuditEvent("offer.expire", "scheduling_offer", offer.id.id, patient: offer.patient)
      do {
        try db.transaction(event) { tx in
          let current = try lock(offer, now: nil, in: tx)
          guard let entry = try WaitlistEntries.lock(offer.entry, in: tx) else { throw SlotRefusal.outdated }
          try runOut(current, unanswered: entry.unanswered + 1, now: now, in: tx)
          try free(current, now: now, in: tx)
        }
        ended += 1
      } catch SlotRefusal.outdated {
        // Answered while the list was read.
        continue
      }
    }
    return ended
  }

  private static func runOut(
    _ offer: Offer, unanswered: Int, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try end(
      offer, as: .expired, leaving: unanswered < WaitlistEntry.unansweredLimit ? .waiting : .unanswered,
      unanswered: unanswered, now: now, in: tx)
  }

  /// Takes a wish off the list. What is offered to it goes to the next.
  /// - Throws: ``OfferRefusal/changed`` for one that has ended.
  static func remove(_ entry: WaitlistEntry, now: Instant, in db: borrowing TenantConnection) throws {
    let event = AuditEvent(
      "waitlist.remove", "scheduling_waitlist_entry", entry.id.id, patient: entry.patient)
    try db.transaction(event) { tx in
      let offer = try Offers.running(of: entry.id, in: tx.reader)
      if let offer { try lockPlace(of: offer, in: tx) }
      guard let current = try WaitlistEntries.lock(entry.id, in: tx), current.state.isOpen,
        try Offers.running(of: entry.id, in: tx.reader)?.id == offer?.id
      else { throw OfferRefusal.changed }
      guard let offer else {
        return try WaitlistEntries.set(entry.id, .removed, unanswered: 0, now: now, in: tx)
      }
      try end(offer, as: .withdrawn, leaving: .removed, unanswered: 0, now: now, in: tx)
      try free(offer, now: now, in: tx)
    }
  }

  /// Places of a session that goes elsewhere or is called off. After the locks of what it takes. Nobody had their say, so
  /// the same may be offered to them when the session is back.
  static func withdrawAll(of group: GroupID, now: Instant, in tx: borrowing TenantTransaction) throws {
    let running = try tx.rows(
      """
      SELECT \(Offers.columns) \(Offers.from(tx.scope))
      WHERE o.practice_id = \(tx.scope) AND o.state = 'offered' AND h.group_id = \(group) ORDER BY o.id
      """, Offers.read)
    for offer in running {
      let unanswered = try WaitlistEntries.lock(offer.entry, in: tx)?.unanswered ?? 0
      if offer.state(at: now) == .expired {
        // They had their time to answer; the sweeper was not there yet.
        try runOut(offer, unanswered: unanswered + 1, now: now, in: tx)
        try tx.audit(AuditEvent("offer.expire", "scheduling_offer", offer.id.id, patient: offer.patient))
        continue
      }
      try end(offer, as: .withdrawn, leaving: .waiting, unanswered: unanswered, now: now, in: tx)
      try tx.execute(
        "UPDATE scheduling_offer SET is_asked = NULL WHERE practice_id = \(tx.scope) AND id = \(offer.id)")
      try tx.audit(AuditEvent("offer.withdraw", "scheduling_offer", offer.id.id, patient: offer.patient))
    }
  }

  /// The offer as it is now; nobody else ends it until the transaction does.
  /// - Parameter now: nil to take also one that ran out.
  /// - Throws: ``SlotRefusal/outdated``.
  private static func lock(_ offer: Offer, now: Instant?, in tx: borrowing TenantTransaction) throws -> Offer {
    try lockPlace(of: offer, in: tx)
    guard let current = try Offers.find(offer.id, in: tx.reader), current.state == .offered,
      now.map({ current.isOpen(at: $0) }) ?? true
    else { throw SlotRefusal.outdated }
    return current
  }

  /// The practitioner, and the room and device that are kept with them: open calendars show those too.
  private static func lockPlace(of offer: Offer, in tx: borrowing TenantTransaction) throws {
    let kept = try Holds.find(HoldID(offer.id.id), in: tx.reader)?.assignment.resources ?? []
    try Resources.lock(kept.union([offer.practitioner]), in: tx)
  }

  private static func end(
    _ offer: Offer, as state: Offer.State, leaving entry: WaitlistEntry.State, unanswered: Int, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    try Holds.remove(HoldID(offer.id.id), in: tx)
    try tx.execute(
      """
      UPDATE scheduling_offer SET state = \(state.rawValue), ended_at = \(now), location_id = \(offer.location)
      WHERE practice_id = \(tx.scope) AND id = \(offer.id)
      """)
    try WaitlistEntries.set(offer.entry, entry, unanswered: unanswered, now: now, in: tx)
  }

  private static func free(_ offer: Offer, now: Instant, in tx: borrowing TenantTransaction) throws {
    try FreedTimes.record(
      offer.span, of: offer.practitioner, by: offer.patient, graceMinutes: 0, now: now, in: tx)
  }

  private static func language(of patient: PatientID, in db: borrowing TenantReader) throws -> Language? {
    try db.first("SELECT language FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(patient)") {
      try $0.choice(0)
    }
  }
}
