import Core
import Database

/// Where an appointment goes when something is in the way and staff say why it is to be made anyway.
struct Overbooking {
  let assignment: Availability.Assignment
  /// 0 unless it lies over something else: only one thing at a time stands in lane 0.
  let lane: Int
  let reason: String?
  private let conflicts: [PlaceConflict]

  /// Inside the transaction, after the locks.
  /// - Parameter reason: nil or empty when nobody has agreed to anything yet.
  /// - Throws: ``StaffRefusal/conflicts(_:canOverride:)``.
  static func decide(
    _ wish: PlaceWish, _ offering: Offering, reason: String?, zone: Zone, now: Instant, apart: AppointmentID?,
    in tx: borrowing TenantTransaction
  ) throws -> Overbooking {
    let review = try PlaceReview.of(wish, offering, zone: zone, now: now, apart: apart, in: tx.reader)
    guard !review.conflicts.isEmpty else {
      return Overbooking(assignment: review.assignment, lane: 0, reason: nil, conflicts: [])
    }
    let needed = wish.span.widened(before: offering.service.bufferBefore, after: offering.service.bufferAfter)
    let isOnTop = review.conflicts.contains(where: \.needsLane)
    let lane = isOnTop ? try Claims.spareLane(for: review.assignment, needed, apart: apart, in: tx) : 0
    guard let lane, let reason, !reason.isEmpty else {
      throw StaffRefusal.conflicts(review.conflicts, canOverride: lane != nil)
    }
    return Overbooking(assignment: review.assignment, lane: lane, reason: reason, conflicts: review.conflicts)
  }

  /// Says in the trail that something was overruled; which kind, never the words of the reason.
  func audit(_ id: AppointmentID, patient: PatientID, in tx: borrowing TenantTransaction) throws {
    guard !conflicts.isEmpty else { return }
    let codes = Set(conflicts.map(\.code)).sorted()
    try tx.audit(
      lane > 0
        ? AuditEvent("appointment.overbook", "scheduling_appointment", id.id, patient: patient, fields: codes)
        : AuditEvent("appointment.override", "scheduling_appointment", id.id, patient: patient, fields: codes))
  }
}
