import Core
import Crypto
import Database
import SQL

/// An appointment or group session that is still to come and that a change of the settings would touch.
struct BookedAppointment: Sendable {
  enum What: Sendable {
    /// - Parameter patient: the whole name.
    case appointment(AppointmentID, patient: String)
    /// Also one that nobody takes part in yet.
    case session(GroupSession)
  }
  let what: What
  let span: TimeSpan
  let service: String
  let practitioner: String
}

/// Finds them. The answer is a list to show before something is changed; nothing is changed by it.
enum BookedAppointments {
  /// More are counted but not shown.
  static let shown = 50

  private static let nameColumn = SealedColumn("patients_patient", "sealed_name")

  static func of(service: ServiceID, now: Instant, in db: borrowing TenantReader) throws -> [BookedAppointment] {
    try sorted(
      find("AND a.service_id = \(service)", now: now, in: db)
        + BookedSessions.find("AND g.service_id = \(service)", now: now, in: db))
  }
  /// As practitioner, room or device.
  static func of(resource: ResourceID, now: Instant, in db: borrowing TenantReader) throws -> [BookedAppointment] {
    try sorted(
      find(taking(resource), now: now, in: db) + BookedSessions.find(BookedSessions.taking(resource), now: now, in: db))
  }

  /// Those that an exception would leave without open hours. Where the practitioner has an exception of their own, that
  /// one counts, not the practice's.
  static func against(
    _ draft: ExceptionDraft, zone: Zone, now: Instant, in db: borrowing TenantReader
  ) throws -> [BookedAppointment] {
    let start = zone.startOfDay(draft.first)
    let end = zone.startOfDay(draft.last.adding(days: 1))
    let owner: SQL =
      draft.resource.map { taking($0) } ?? """
        AND NOT EXISTS (SELECT 1 FROM scheduling_exception e
          WHERE e.practice_id = \(db.scope) AND e.resource_id = a.practitioner_id
            AND DATE(a.starts_wall_clock) BETWEEN e.first_date AND e.last_date)
        """
    let found = try sorted(
      find("\(owner) AND a.starts_at < \(end) AND a.ends_at > \(start)", now: now, in: db)
        + BookedSessions.against(draft, TimeSpan(start: start, end: end), zone: zone, now: now, in: db))
    guard let hours = draft.hours else { return found }
    return found.filter { appointment in
      let (first, last) = (zone.local(appointment.span.start), zone.local(appointment.span.end))
      let endMinute = last.date == first.date ? last.time.minutes : 1440 + last.time.minutes
      return first.time < hours.opens || endMinute > hours.closes.minutes
    }
  }

  private static func sorted(_ booked: [BookedAppointment]) -> [BookedAppointment] {
    booked.sorted { $0.span.start < $1.span.start }
  }

  private static func taking(_ resource: ResourceID) -> SQL {
    "AND (a.practitioner_id = \(resource) OR a.room_id = \(resource) OR a.device_id = \(resource))"
  }

  private static func find(_ condition: SQL, now: Instant, in db: borrowing TenantReader) throws -> [BookedAppointment]
  {
    try db.rows(
      """
      SELECT a.id, a.starts_at, a.ends_at, s.name, r.name, p.id, p.sealed_name
      FROM scheduling_appointment a
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = a.practitioner_id
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id
      WHERE a.practice_id = \(db.scope) AND a.ends_at > \(now)
        AND a.status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn') \(condition)
      ORDER BY a.starts_at, a.id
      """
    ) { row in
      let patient = try row.id(5)
      // Given and family name, parted by U+001F; either may lack.
      let name = try row.opened(6, nameColumn, row: patient).split(separator: "\u{1f}").joined(separator: " ")
      return BookedAppointment(
        what: .appointment(try row.id(0), patient: name),
        span: TimeSpan(start: try row.instant(1), end: try row.instant(2)), service: try row.text(3),
        practitioner: try row.text(4))
    }
  }
}
