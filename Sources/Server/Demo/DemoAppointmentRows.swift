import Core
import Crypto
import Database
import SQL

/// Writes appointments and their claims, the same rows as a booking does, many to a statement. No job is made for
/// them: nobody is sent a message about a demo appointment.
struct DemoAppointmentRows {
  private static let batch = 40
  let plan: DemoPlan
  let resources: DemoResources
  let services: [EntityID]
  let patients: [PatientID]
  let zoneName: String

  func write(_ appointments: [DemoAppointment], in tx: borrowing TenantTransaction) throws {
    for batch in Self.batches(appointments) {
      var values = try appointmentRow(batch[batch.startIndex], in: tx)
      for appointment in batch.dropFirst() { values = "\(values), \(try appointmentRow(appointment, in: tx))" }
      try tx.execute(
        """
        INSERT INTO scheduling_appointment (practice_id, id, version, sequence, patient_id, service_id, practitioner_id,
          room_id, device_id, status, payment, starts_at, ends_at, starts_wall_clock, zone, buffer_before, buffer_after,
          price_minor, currency, cancel_notice_minutes, late_fee_minor, source, language, sealed_note,
          sealed_cancel_reason, cancelled_by, cancelled_at, late_fee_due, created_at, location_id)
        VALUES \(values)
        """)
    }
    let claims = appointments.filter(\.outcome.isLive).flatMap { appointment in
      claimed(appointment).map { (appointment: appointment, resource: $0) }
    }
    for batch in Self.batches(claims) {
      var values = claimRow(batch[batch.startIndex], in: tx)
      for claim in batch.dropFirst() { values = "\(values), \(claimRow(claim, in: tx))" }
      try tx.execute(
        """
        INSERT INTO scheduling_claim (practice_id, id, resource_id, starts_at, ends_at, appointment_id) VALUES \(values)
        """)
    }
  }

  /// Full batches, then single rows: two prepared statements, whatever the number of rows.
  private static func batches<Element>(_ elements: [Element]) -> [ArraySlice<Element>] {
    let whole = elements.count / batch * batch
    let full = stride(from: 0, to: whole, by: batch).map { elements[$0..<($0 + batch)] }
    return full + (whole..<elements.count).map { elements[$0...$0] }
  }

  private func appointmentRow(_ appointment: DemoAppointment, in tx: borrowing TenantTransaction) throws -> SQL {
    let service = plan.services[appointment.service]
    let outcome = appointment.outcome
    let row = appointment.id.id
    let note = appointment.hasNote ? plan.reasons.note : nil
    let reason = outcome.cancelledBy == "practice" ? plan.reasons.cancelled : nil
    let patient = patients[appointment.patient]
    let sealedNote = try tx.sealIfPresent(
      note, SealedColumn("scheduling_appointment", "sealed_note"), row: row, patient: patient)
    let sealedReason = try tx.sealIfPresent(
      reason, SealedColumn("scheduling_appointment", "sealed_cancel_reason"), row: row, patient: patient)
    return """
      (\(tx.scope), \(row), \(outcome.status == "booked" ? 1 : 2), \(outcome.status == "cancelled" ? 1 : 0),
        \(patients[appointment.patient]), \(services[appointment.service]),
        \(resources.practitioners[appointment.practitioner]), \(appointment.room.map { resources.rooms[$0] }),
        \(appointment.usesDevice ? resources.device : nil), \(outcome.status), \(outcome.payment),
        \(appointment.start), \(appointment.end), \(appointment.wallClock), \(zoneName), \(service.bufferBefore),
        \(service.bufferAfter), \(service.priceMinor), \(plan.practice.currencyCode), \(service.cancelNoticeMinutes),
        \(service.lateFeeMinor), \(appointment.isOnline ? "online" : "staff"), \(plan.practice.language.rawValue),
        \(sealedNote), \(sealedReason), \(outcome.cancelledBy), \(outcome.cancelledAt), \(outcome.lateFeeDue),
        \(appointment.createdAt), \(resources.locations[appointment.room.map { plan.rooms[$0].location } ?? 0]))
      """
  }

  private func claimed(_ appointment: DemoAppointment) -> [EntityID] {
    [
      resources.practitioners[appointment.practitioner], appointment.room.map { resources.rooms[$0] },
      appointment.usesDevice ? resources.device : nil,
    ].compactMap { $0 }
  }

  private func claimRow(
    _ claim: (appointment: DemoAppointment, resource: EntityID), in tx: borrowing TenantTransaction
  ) -> SQL {
    let service = plan.services[claim.appointment.service]
    return """
      (\(tx.scope), \(EntityID.make()), \(claim.resource),
       \(claim.appointment.start.adding(minutes: -service.bufferBefore)),
        \(claim.appointment.end.adding(minutes: service.bufferAfter)), \(claim.appointment.id))
      """
  }
}
