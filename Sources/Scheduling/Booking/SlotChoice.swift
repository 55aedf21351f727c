import Core
import Database

/// Decides, inside a transaction and after the locks, who carries out an appointment at a time.
enum SlotChoice {
  /// - Parameters:
  ///   - booker: whose limits count.
  ///   - offering: already limited to one practitioner when one was asked for.
  /// - Throws: ``SlotRefusal``.
  static func decide(
    _ offering: Offering, at start: Instant, for booker: Booker, zone: Zone, now: Instant,
    apart: AppointmentID? = nil, apartHold: HoldID? = nil, in tx: borrowing TenantTransaction
  ) throws -> Availability.Assignment {
    guard offering.service.isActive, !offering.service.isGroup, !offering.practitioners.isEmpty else {
      throw SlotRefusal.notOffered
    }
    if let first = booker.obstacles(at: start).first { throw SlotRefusal(first) }
    let date = zone.local(start).date
    let availability = try offering.availability(
      from: date, through: date, zone: zone, now: now, apart: apart, apartHold: apartHold, in: tx.reader)
    // Whoever has least to do that day comes first, so that "anyone" spreads the work. More days than that one are read.
    let day = TimeSpan(start: zone.startOfDay(date), end: zone.startOfDay(date.adding(days: 1)))
    let load = { (id: ResourceID) in availability.claims.touching(day, of: id).count }
    let order = availability.practitioners.enumerated().sorted { a, b in
      (load(a.element), a.offset) < (load(b.element), b.offset)
    }
    for (_, practitioner) in order {
      if let found = availability.assignment(at: start, with: practitioner, for: booker) { return found }
    }
    throw SlotRefusal.taken
  }
}
