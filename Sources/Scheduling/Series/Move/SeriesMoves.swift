import Calendars
import Core
import Database
import SQL

/// Moving the rest of a series: all of it or those that can go, in one transaction.
enum SeriesMoves {
  enum Refusal: Error, Sendable {
    /// Something is in the way of some, or of all.
    case clashes
    case notOffered
    /// One of them was changed since the form was shown.
    case stale
  }

  /// - Parameters:
  ///   - anchor: an appointment of the series; the scope counts from it.
  ///   - seen: ``SeriesScope/mark(_:)`` of those that the form showed.
  /// - Returns: how many were moved.
  /// - Throws: ``Refusal``, ``SeriesChange/Refusal``.
  static func carryOut(
    _ change: SeriesChange, from anchor: AppointmentID, of series: Series, seen: String, mode: SeriesBookings.Mode,
    tells: Bool, now: Instant, in db: borrowing TenantConnection
  ) throws -> Int {
    let zone = try Zone(name: db.practice.zoneName)
    let untoldBy = tells ? nil : db.scope.actor.user
    let shown = try SeriesPart.read(change.scope, from: anchor, of: series.id, now: now, in: db.reader)
    guard let offered = try Offering.find(series.pattern.service, in: db.reader) else { throw Refusal.notOffered }
    guard let patient = shown.all.first?.appointment.patient else { throw Refusal.stale }
    let wish = try shown.pattern(change, of: series).wish(at: now)
    let locked = shown.all.reduce(into: offered.limited(to: wish).resources) {
      $0.formUnion($1.appointment.assignment.resources)
    }
    let changed = shown.splits ? SeriesID.make() : series.id
    return try db.transaction(
      AuditEvent("appointment.series.change", "scheduling_series", changed.id, patient: patient)
    ) { tx in
      try Resources.lock(locked, in: tx)
      let part = try SeriesPart.read(change.scope, from: anchor, of: series.id, now: now, in: tx.reader)
      guard part.mark(now: now) == seen, part.splits == shown.splits, part.first == shown.first else {
        throw Refusal.stale
      }
      guard let offering = try Offering.find(series.pattern.service, in: tx.reader), offering.offers(wish),
        offering.limited(to: wish).resources.isSubset(of: locked)
      else { throw Refusal.notOffered }
      let pattern = try part.pattern(change, of: series)
      let plan = try SeriesMovePlan.make(
        change, to: pattern, of: series, part.all, offering, zone: zone, now: now, in: tx.reader)
      if plan.moving.isEmpty || (mode == .all && plan.clashes > 0) { throw Refusal.clashes }
      try Claims.removeExpired(of: locked, now: now, in: tx)
      if part.splits {
        let new = Series(id: changed, previous: series.id, pattern: pattern)
        try SeriesRecords.insert(new, formKey: nil, now: now, in: tx)
        try SeriesRecords.shorten(series, to: part, in: tx)
        try tx.audit(AuditEvent("appointment.series.split", "scheduling_series", series.id.id, patient: patient))
      } else {
        try SeriesRecords.update(series.id, to: pattern, in: tx)
      }
      try SeriesRecords.carry(from: part.first, of: series.id, to: changed, days: change.days, in: tx)
      try write(plan, zone: zone, untoldBy: untoldBy, now: now, in: tx)
      return plan.moving.count
    }
  }

  /// All leave before the first arrives: one may go to where another was.
  private static func write(
    _ plan: SeriesMovePlan, zone: Zone, untoldBy: UserID?, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    for (appointment, _) in plan.moving { try Claims.release(appointment.id, in: tx) }
    for (appointment, target) in plan.moving {
      guard let start = target.moment.instant, let review = target.review else { continue }
      do {
        try Moves.write(
          appointment, to: plan.pattern.wish(at: start).span, review.assignment, lane: 0, zone: zone,
          untoldBy: untoldBy, now: now, in: tx)
      } catch SlotRefusal.taken {
        throw Refusal.clashes
      }
      try tx.audit(
        AuditEvent(
          "appointment.reschedule", "scheduling_appointment", appointment.id.id, patient: appointment.patient))
    }
  }
}
