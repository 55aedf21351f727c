import Core
import Database
import SQL

/// Cancelling several appointments of a series: all that were shown, or none.
enum SeriesCancellations {
  /// - Parameters:
  ///   - anchor: an appointment of the series; the scope counts from it.
  ///   - seen: ``SeriesScope/mark(_:)`` of those that the form showed.
  /// - Returns: how many were cancelled.
  /// - Throws: ``StaffRefusal/stale`` when one of them was changed since, ``StaffRefusal/notPossible`` when none is left.
  static func carryOut(
    _ scope: SeriesScope, from anchor: AppointmentID, of series: Series, seen: String,
    _ cancellation: StaffChanges.Cancellation, now: Instant, in db: borrowing TenantConnection
  ) throws -> Int {
    let shown = try affected(scope, from: anchor, of: series, now: now, in: db.reader)
    let locked = shown.reduce(into: Set<ResourceID>()) { $0.formUnion($1.appointment.assignment.resources) }
    guard let patient = shown.first?.appointment.patient else { throw StaffRefusal.notPossible }
    let untoldBy = cancellation.tells ? nil : db.scope.actor.user
    return try db.transaction(
      AuditEvent("appointment.series.cancel", "scheduling_series", series.id.id, patient: patient)
    ) { tx in
      try Resources.lock(locked, in: tx)
      let current = try affected(scope, from: anchor, of: series, now: now, in: tx.reader)
      guard SeriesScope.mark(current) == seen, SeriesScope.mark(shown) == seen else { throw StaffRefusal.stale }
      for occurrence in current {
        try cancel(occurrence.appointment, cancellation, untoldBy: untoldBy, now: now, in: tx)
      }
      return current.count
    }
  }

  static func affected(
    _ scope: SeriesScope, from anchor: AppointmentID, of series: Series, now: Instant, in db: borrowing TenantReader
  ) throws -> [SeriesRecords.Occurrence] {
    let all = try SeriesRecords.occurrences(series.id, in: db)
    guard let date = all.first(where: { $0.appointment.id == anchor })?.date else { return [] }
    return all.filter { scope.includes($0, from: date, now: now) }
  }

  private static func cancel(
    _ appointment: Appointment, _ cancellation: StaffChanges.Cancellation, untoldBy: UserID?, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    let isOwed = appointment.isLateFeeOwed(at: now)
    try Cancellations.write(
      appointment, by: .practice, reason: cancellation.reason, lateFeeDue: isOwed && !cancellation.waivesFee,
      lateFeeWaived: isOwed && cancellation.waivesFee, untoldBy: untoldBy, now: now, in: tx)
    let (id, patient) = (appointment.id.id, appointment.patient)
    try tx.audit(AuditEvent("appointment.cancel", "scheduling_appointment", id, patient: patient))
    if isOwed, cancellation.waivesFee {
      try tx.audit(AuditEvent("appointment.fee.waive", "scheduling_appointment", id, patient: patient))
    }
  }
}
