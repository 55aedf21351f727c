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
    try insert(appointments, of: nil, in: tx)
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

  /// A session takes its resources once; each participant has an appointment and one of its places.
  func write(_ session: DemoSession, in tx: borrowing TenantTransaction) throws {
    let (practitioner, room) = (
      resources.practitioners[session.practitioner], session.room.map { resources.rooms[$0] }
    )
    try tx.execute(
      """
      INSERT INTO scheduling_group (practice_id, id, service_id, practitioner_id, room_id, location_id, places,
        starts_at, ends_at, buffer_before, buffer_after, created_at)
      VALUES (\(tx.scope), \(session.id), \(services[session.service]), \(practitioner), \(room),
        \(resources.locations[session.room.map { plan.rooms[$0].location } ?? 0]),
        \(plan.services[session.service].places), \(session.start), \(session.end), 0, 0, \(session.createdAt))
      """)
    for resource in [practitioner, room].compactMap({ $0 }) {
      try tx.execute(
        """
        INSERT INTO scheduling_claim (practice_id, id, resource_id, starts_at, ends_at, group_id)
        VALUES (\(tx.scope), \(EntityID.make()), \(resource), \(session.start), \(session.end), \(session.id))
        """)
    }
    try insert(session.participants, of: session.id, in: tx)
    for (index, participant) in session.participants.enumerated() {
      try tx.execute(
        """
        INSERT INTO scheduling_place (practice_id, group_id, number, appointment_id)
        VALUES (\(tx.scope), \(session.id), \(index + 1), \(participant.id))
        """)
    }
  }

  private func insert(
    _ appointments: [DemoAppointment], of group: EntityID?, in tx: borrowing TenantTransaction
  ) throws {
    for batch in Self.batches(appointments) {
      var values = try appointmentRow(batch[batch.startIndex], of: group, in: tx)
      for appointment in batch.dropFirst() {
        values = "\(values), \(try appointmentRow(appointment, of: group, in: tx))"
      }
      try tx.execute(
        """
        INSERT INTO scheduling_appointment (practice_id, id, version, sequence, patient_id, service_id, practitioner_id,
          room_id, device_id, status, payment, starts_at, ends_at, starts_wall_clock, zone, buffer_before, buffer_after,
          price_minor, currency, cancel_notice_minutes, late_fee_minor, source, language, sealed_note,
          sealed_cancel_reason, cancelled_by, cancelled_at, late_fee_due, created_at, group_id, location_id)
        VALUES \(values)
        """)
    }
  }

  /// Full batches, then single rows: two prepared statements, whatever the number of rows.
  private static func batches<Element>(_ elements: [Element]) -> [ArraySlice<Element>] {
    let whole = elements.count / batch * batch
    let full = stride(from: 0, to: whole, by: batch).map { elements[$0..<($0 + batch)] }
    return full + (whole..<elements.count).map { elements[$0...$0] }
  }

  private func appointmentRow(
    _ appointment: DemoAppointment, of group: EntityID?, in tx: borrowing TenantTransaction
  ) throws -> SQL {
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
        \(appointment.createdAt), \(group),
        \(resources.locations[appointment.room.map { plan.rooms[$0].location } ?? 0]))
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
