import Core
import Database
import Routing
import SQL

/// Bookings that wait for staff. Their claims run out like those of a hold: who does not answer in time keeps nobody
/// from the place.
enum Requests {
  struct Row: Sendable {
    let appointment: Appointment
    /// Nil for a patient whom the reader does not reach.
    let patient: PersonName?
    let service: String
    let practitioner: String
    let createdAt: Instant
    /// The patient or somebody who acts for them can sign in to the portal.
    let signsIn: Bool
  }

  /// Those that can still be answered, the most urgent first. Read by the index on `answer_by`, which only requests have.
  static func open(within reach: PatientReach, now: Instant, in db: borrowing TenantReader) throws -> [Row] {
    try db.rows(
      """
      SELECT \(Appointments.columns), p.sealed_name, s.name, r.name, a.created_at,
        \(reach.condition("a.patient_id", db.scope)), \(PortalReach.condition(db.scope, now: now))
      FROM scheduling_appointment a
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = a.practitioner_id
      WHERE a.practice_id = \(db.scope) AND a.answer_by > \(now) AND a.status = 'pending'
      ORDER BY a.answer_by, a.id
      """
    ) { row in
      let appointment = try Appointments.read(row)
      let name =
        try row.bool(28)
        ? CalendarEntries.name(try row.opened(24, CalendarEntries.patientName, row: appointment.patient.id)) : nil
      return Row(
        appointment: appointment, patient: name, service: try row.text(25), practitioner: try row.text(26),
        createdAt: try row.instant(27), signsIn: try row.bool(29))
    }
  }

  static func count(now: Instant, in db: borrowing TenantReader) throws -> Int {
    try db.first(
      """
      SELECT COUNT(*) FROM scheduling_appointment
      WHERE practice_id = \(db.scope) AND answer_by > \(now) AND status = 'pending'
      """
    ) { try $0.int(0) } ?? 0
  }

  /// The practitioner became busy in a calendar elsewhere since the patient asked.
  struct BusyElsewhere: Error, Sendable {}

  /// The place becomes firm, and the patient is told as of any booking.
  /// - Parameter reason: why it is agreed to although the practitioner is busy elsewhere; empty to be told so.
  /// - Throws: ``StaffRefusal``; `notPossible` when it was answered before or its time is over. ``BusyElsewhere``.
  static func approve(
    _ before: Appointment, version: Int, reason: String, now: Instant, in db: borrowing TenantConnection
  ) throws {
    let event = AuditEvent("appointment.approve", "scheduling_appointment", before.id.id, patient: before.patient)
    try db.transaction(event) { tx in
      let current = try answerable(before, version: version, now: now, in: tx)
      // A calendar elsewhere refuses nothing by itself, so it is looked at again here.
      let isBusy = try !busyElsewhere(current.id, now: now, in: tx.reader).isEmpty
      if isBusy, reason.isEmpty { throw BusyElsewhere() }
      guard try Claims.keep(current, in: tx) else { throw StaffRefusal.notPossible }
      if isBusy { try overrule(current, reason, in: tx) }
      try tx.execute(
        """
        UPDATE scheduling_appointment SET version = version + 1, status = 'booked', answer_by = NULL
        WHERE practice_id = \(tx.scope) AND id = \(current.id)
        """)
      try GoogleCopies.changed(current.id, now: now, in: tx)
      try AppointmentNews.booked.announce(current.id, sequence: current.sequence, untoldBy: nil, now: now, in: tx)
    }
  }

  private static func overrule(_ current: Appointment, _ reason: String, in tx: borrowing TenantTransaction) throws {
    let (column, row) = (Appointments.reasonColumn, current.id.id)
    let sealed = try tx.seal(reason, column, row: row, patient: current.patient)
    try tx.execute(
      """
      UPDATE scheduling_appointment SET sealed_override_reason = \(sealed)
      WHERE practice_id = \(tx.scope) AND id = \(current.id)
      """)
    try tx.audit(
      AuditEvent(
        "appointment.override", "scheduling_appointment", row, patient: current.patient, fields: ["elsewhere"]))
  }

  /// What calendars elsewhere say of the practitioners' time, for each open request that it meets.
  /// - Parameter only: nil for all of them.
  static func busyElsewhere(
    _ only: AppointmentID?, now: Instant, in db: borrowing TenantReader
  ) throws -> [AppointmentID: [TimeSpan]] {
    let these: SQL = only.map { "AND a.id = \($0)" } ?? ""
    let rows = try db.rows(
      """
      SELECT a.id, c.starts_at, c.ends_at FROM scheduling_appointment a
      JOIN scheduling_claim c ON c.practice_id = \(db.scope) AND c.resource_id = a.practitioner_id
        AND c.external_id IS NOT NULL AND c.lane IN \(list: Array(ClaimLanes.elsewhere))
        AND c.starts_at < a.ends_at AND c.ends_at > a.starts_at
      WHERE a.practice_id = \(db.scope) AND a.answer_by > \(now) AND a.status = 'pending' \(these)
      ORDER BY c.starts_at, c.id
      """
    ) { (try $0.id(0, as: AppointmentID.self), TimeSpan(start: try $0.instant(1), end: try $0.instant(2))) }
    return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
  }

  /// Characters that staff may write to the patient; as many of the longest fit its column.
  static let answerLimit = 500

  /// - Parameters:
  ///   - reason: kept with the request.
  ///   - answer: what the patient reads in the portal, behind the second factor; empty for nothing.
  static func decline(
    _ before: Appointment, version: Int, reason: String, answer: String, now: Instant, in db: borrowing TenantConnection
  ) throws {
    let event = AuditEvent(
      "appointment.decline", "scheduling_appointment", before.id.id, patient: before.patient,
      fields: answer.isEmpty ? [] : ["answer"])
    try db.transaction(event) { tx in
      let current = try answerable(before, version: version, now: now, in: tx)
      try Cancellations.write(
        current, by: .practice, reason: reason, lateFeeDue: false, lateFeeWaived: false, untoldBy: nil, now: now,
        in: tx)
      // Nothing written replaces what was written the last time it was declined.
      let sealed = try tx.sealIfPresent(
        answer.isEmpty ? nil : answer, Appointments.answerColumn, row: current.id.id, patient: current.patient)
      try tx.execute(
        """
        UPDATE scheduling_appointment SET sealed_answer = \(sealed)
        WHERE practice_id = \(tx.scope) AND id = \(current.id)
        """)
    }
  }

  private static func answerable(
    _ before: Appointment, version: Int, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Appointment {
    try Resources.lock(before.assignment.resources, in: tx)
    guard let current = try Appointments.find(before.id, in: tx.reader), current.version == version,
      current.assignment == before.assignment
    else { throw StaffRefusal.stale }
    guard current.isOpenRequest(at: now) else { throw StaffRefusal.notPossible }
    return current
  }

  /// Ends what nobody answered, and tells the patient as of any cancellation.
  /// - Returns: how many.
  static func expire(now: Instant, in db: borrowing TenantConnection) throws -> Int {
    let over = try db.reader.rows(
      """
      SELECT \(Appointments.columns) FROM scheduling_appointment a
      WHERE a.practice_id = \(db.scope) AND a.answer_by <= \(now) AND a.status = 'pending' ORDER BY a.id
      """, Appointments.read)
    var ended = 0
    for request in over {
      let event = AuditEvent("appointment.expire", "scheduling_appointment", request.id.id, patient: request.patient)
      do {
        try db.transaction(event) { tx in
          try Resources.lock(request.assignment.resources, in: tx)
          guard let current = try Appointments.find(request.id, in: tx.reader), current.status == .pending,
            current.version == request.version
          else { throw StaffRefusal.stale }
          try Cancellations.write(
            current, by: .time, reason: nil, lateFeeDue: false, lateFeeWaived: false, untoldBy: nil, now: now,
            in: tx)
        }
        ended += 1
      } catch StaffRefusal.stale {
        // Answered while the list was read: then there is nothing to end.
        continue
      }
    }
    return ended
  }
}
