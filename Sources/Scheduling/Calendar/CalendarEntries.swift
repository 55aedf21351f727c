import Core
import Crypto
import Database
import Routing
import SQL

enum CalendarEntries {
  static let patientName = SealedColumn("patients_patient", "sealed_name")
  static let sealedBirthDate = SealedColumn("patients_patient", "sealed_birth_date")

  /// A patient's name as the Patients feature lays it out: given, U+001F, family.
  static func name(_ text: String) -> PersonName {
    guard let mark = text.utf8.firstIndex(of: 0x1f) else { return PersonName(given: text, family: "") }
    return PersonName(given: String(text[..<mark]), family: String(text[text.utf8.index(after: mark)...]))
  }

  /// Appointments that touch the span, in time order. None is longer than a day, so the index on the start is enough.
  /// The order of the join is said: only one makes sense, and finding it costs the server a tenth of the time.
  static func all(
    during span: TimeSpan, within reach: PatientReach, in db: borrowing TenantReader
  ) throws -> [CalendarAppointment] {
    try db.rows(
      """
      SELECT STRAIGHT_JOIN \(columns), \(reach.condition("a.patient_id", db.scope))
      FROM scheduling_appointment a
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      WHERE a.practice_id = \(db.scope) AND a.starts_at >= \(span.start.adding(days: -1)) AND a.starts_at < \(span.end)
        AND a.ends_at > \(span.start)
      ORDER BY a.starts_at, a.id
      """, read)
  }

  /// Of `a`, an appointment, `p`, its patient, and `s`, its service; whether the reader reaches the patient comes after.
  static let columns: SQL = """
    a.id, a.version, a.patient_id, p.sealed_name, s.name, s.mode, a.practitioner_id, a.room_id, a.device_id, a.status,
    a.payment, a.starts_at, a.ends_at, a.lane, a.late_fee_due, a.sealed_note IS NOT NULL,
    a.service_id, a.group_id, a.location_id
    """

  static func read(_ row: borrowing Row) throws -> CalendarAppointment {
    let mode: Service.Mode = try row.choice(5)
    return CalendarAppointment(
      id: try row.id(0), version: try row.int(1),
      patient: try row.bool(19) ? name(try row.opened(3, patientName, row: try row.id(2))) : nil,
      service: try row.id(16), serviceName: try row.text(4), isVideo: mode == .video,
      assignment: Availability.Assignment(
        practitioner: try row.id(6), room: try row.idIfPresent(7, as: ResourceID.self),
        device: try row.idIfPresent(8, as: ResourceID.self),
        location: try row.idIfPresent(18, as: LocationID.self)),
      status: try row.choice(9), payment: try row.choice(10),
      span: TimeSpan(start: try row.instant(11), end: try row.instant(12)), lane: try row.int(13),
      isLateCancellation: try row.bool(14), hasNote: try row.bool(15),
      group: try row.idIfPresent(17, as: GroupID.self))
  }

  /// Holds that still count, once for each resource they keep, and what is busy in calendars elsewhere. The span of a
  /// hold is that of the visit, without buffers.
  ///
  /// From the holds and calendars, of which there are few, to their claims: the other way round all claims would be
  /// looked at.
  static func kept(
    during span: TimeSpan, now: Instant, in db: borrowing TenantReader
  ) throws -> (holds: [CalendarHold], busy: [CalendarBusy]) {
    var (holds, busy): ([CalendarHold], [CalendarBusy]) = ([], [])
    _ = try db.rows(
      """
      SELECT STRAIGHT_JOIN c.resource_id, h.starts_at AS starts_at, h.ends_at, h.expires_at
      FROM scheduling_hold h
      JOIN scheduling_claim c ON c.practice_id = \(db.scope) AND c.hold_id = h.id
      WHERE h.practice_id = \(db.scope) AND h.starts_at < \(span.end) AND h.ends_at > \(span.start)
        AND h.expires_at > \(now)
      UNION ALL
      SELECT STRAIGHT_JOIN b.resource_id, b.starts_at, b.ends_at, NULL
      FROM scheduling_external e
      JOIN scheduling_claim b ON b.practice_id = \(db.scope) AND b.external_id = e.id
        AND b.starts_at < \(span.end) AND b.ends_at > \(span.start)
      WHERE e.practice_id = \(db.scope)
      ORDER BY starts_at
      """
    ) { row in
      let (resource, taken) = (try row.id(0, as: ResourceID.self), try Self.span(row, 1))
      if let expires = try row.instantIfPresent(3) {
        holds.append(CalendarHold(resource: resource, span: taken, expiresAt: expires))
      } else {
        busy.append(CalendarBusy(resource: resource, span: taken))
      }
    }
    return (holds, busy)
  }

  private static func span(_ row: borrowing Row, _ column: Int) throws -> TimeSpan {
    TimeSpan(start: try row.instant(column), end: try row.instant(column + 1))
  }

  /// Everything that takes these resources, holds and what is busy elsewhere among them, in one statement.
  static func claims(
    of resources: [Resource], during span: TimeSpan, now: Instant, in db: borrowing TenantReader
  ) throws -> CalendarClaims {
    var found = CalendarClaims()
    _ = try db.rows(
      """
      SELECT c.resource_id, c.starts_at, c.ends_at, h.starts_at, h.ends_at, c.expires_at, c.lane, c.external_id
      FROM scheduling_claim c
      LEFT JOIN scheduling_hold h ON h.practice_id = \(db.scope) AND h.id = c.hold_id
      WHERE c.practice_id = \(db.scope) AND c.resource_id IN \(list: resources.map(\.id).sorted())
        AND \(ClaimLanes.touching(span)) AND (c.expires_at IS NULL OR c.expires_at > \(now))
      ORDER BY c.starts_at
      """
    ) { row in
      let resource = try row.id(0, as: ResourceID.self)
      let taken = try Self.span(row, 1)
      found.spans[resource, default: [:]][try row.int(6), default: []].append(taken)
      if try row.idIfPresent(7) != nil { found.busy.append(CalendarBusy(resource: resource, span: taken)) }
      guard let start = try row.instantIfPresent(3), let end = try row.instantIfPresent(4) else { return }
      let visit = TimeSpan(start: start, end: end)
      found.holds.append(CalendarHold(resource: resource, span: visit, expiresAt: try row.instant(5)))
    }
    return found
  }
}
