import Core
import Database
import SQL

/// An appointment, or a session of a group, as a calendar elsewhere says it.
struct FeedEntry: Sendable {
  let id: AppointmentID
  let sequence: Int
  let status: AppointmentStatus
  let span: TimeSpan
  /// When its sequence last rose.
  let changedAt: Instant
  let service: String
  let isVideo: Bool
  let practitioner: ResourceID
  /// Nil: at the practice itself.
  let location: LocationID?
  /// And its place, in a practice with several; empty for none.
  let room: String
  /// Only where the practice lets feeds name patients.
  let patient: PersonName?
  /// How full it is; nil for an appointment.
  let session: Session?

  struct Session: Sendable {
    let taken: Int
    let places: Int
    /// Those who take part, by name. Empty in every feed; elsewhere only where practice and owner want names.
    let named: [Participant]
  }

  struct Participant: Sendable {
    let appointment: AppointmentID
    let patient: PatientID
    let name: PersonName
  }

  var entry: GoogleEntry { session == nil ? .appointment(id) : .session(GroupID(id.id)) }
}

enum FeedEntries {
  /// What stands with the columns of a member of staff.
  static func of(
    _ user: UserID, namesPatients: Bool, now: Instant, in db: borrowing TenantReader
  ) throws -> [FeedEntry] {
    let window = window(now)
    return try staff(
      """
      r.user_id = \(user) AND a.starts_at >= \(window.start) AND a.starts_at < \(window.end)
        AND a.status NOT IN ('waitlist', 'enteredInError')
        AND (a.status <> 'cancelled' OR a.cancelled_at >= \(now.adding(days: -Feed.cancelledDays)))
      """, namesPatients: namesPatients, in: db)
      + FeedSessions.find(
        """
        r.user_id = \(user) AND g.starts_at >= \(window.start) AND g.starts_at < \(window.end)
          AND (g.status <> 'cancelled' OR g.changed_at >= \(now.adding(days: -Feed.cancelledDays)))
        """, namesPatients: false, in: db)
  }

  /// The same of one column, from a moment on and as far as a feed reaches.
  static func of(
    _ resource: ResourceID, namesPatients: Bool, from start: Instant, now: Instant, in db: borrowing TenantReader
  ) throws -> [FeedEntry] {
    try staff(
      """
      r.id = \(resource) AND a.starts_at >= \(start) AND a.starts_at < \(window(now).end)
        AND a.status NOT IN ('waitlist', 'enteredInError', 'cancelled')
      """, namesPatients: namesPatients, in: db)
      + FeedSessions.find(
        """
        g.practitioner_id = \(resource) AND g.starts_at >= \(start) AND g.starts_at < \(window(now).end)
          AND g.status = 'planned'
        """, namesPatients: namesPatients, in: db)
  }

  /// The same of appointments and sessions that are known.
  static func of(
    _ entries: [GoogleEntry], namesPatients: Bool, in db: borrowing TenantReader
  ) throws -> [FeedEntry] {
    let (appointments, sessions) = (entries.compactMap(\.appointment), entries.compactMap(\.session))
    return
      (appointments.isEmpty
      ? [] : try staff("a.id IN \(list: appointments)", namesPatients: namesPatients, in: db))
      + (sessions.isEmpty
        ? [] : try FeedSessions.find("g.id IN \(list: sessions)", namesPatients: namesPatients, in: db))
  }

  /// Without the places in a session: see ``FeedSessions``.
  /// - Parameter which: of `a`, an appointment, and `r`, its practitioner.
  private static func staff(
    _ which: SQL, namesPatients: Bool, in db: borrowing TenantReader
  ) throws -> [FeedEntry] {
    try db.rows(
      """
      SELECT a.id, a.sequence, a.status, a.starts_at, a.ends_at, COALESCE(a.changed_at, a.created_at), s.name, s.mode,
        a.practitioner_id, CONCAT_WS(', ', room.name, \(place(db.scope))), p.id, p.sealed_name, a.location_id
      FROM scheduling_appointment a
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = a.practitioner_id
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      LEFT JOIN scheduling_resource room ON room.practice_id = \(db.scope) AND room.id = a.room_id
      LEFT JOIN practices_location l ON l.practice_id = \(db.scope) AND l.id = a.location_id
      LEFT JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id AND \(namesPatients)
        AND p.restricted_at IS NULL AND p.erased_at IS NULL
      WHERE a.practice_id = \(db.scope) AND a.group_id IS NULL AND \(which)
      ORDER BY a.starts_at, a.id LIMIT \(Feed.maximumEntries)
      """, read)
  }

  /// The patient's own: neither service nor name.
  static func of(_ patient: PatientID, now: Instant, in db: borrowing TenantReader) throws -> [FeedEntry] {
    let window = window(now)
    return try db.rows(
      """
      SELECT a.id, a.sequence, a.status, a.starts_at, a.ends_at, COALESCE(a.changed_at, a.created_at), '', s.mode,
        a.practitioner_id, NULL, NULL, NULL, a.location_id
      FROM scheduling_appointment a
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      WHERE a.practice_id = \(db.scope) AND a.patient_id = \(patient) AND a.starts_at >= \(window.start)
        AND a.starts_at < \(window.end) AND a.status NOT IN ('waitlist', 'enteredInError')
        AND (a.status <> 'cancelled' OR a.cancelled_at >= \(now.adding(days: -Feed.cancelledDays)))
      ORDER BY a.starts_at, a.id LIMIT \(Feed.maximumEntries)
      """, read)
  }

  /// The name of `l`, a location, where the practice has several.
  static func place(_ scope: TenantScope) -> SQL {
    """
    IF((SELECT COUNT(*) FROM practices_location n WHERE n.practice_id = \(scope) AND n.is_active) > 1, l.name, NULL)
    """
  }

  private static func window(_ now: Instant) -> TimeSpan {
    TimeSpan(start: now.adding(days: -Feed.daysBack), end: now.adding(days: Feed.daysAhead))
  }

  private static func read(_ row: borrowing Row) throws -> FeedEntry {
    let mode: Service.Mode = try row.choice(7)
    var name: PersonName?
    if let patient = try row.idIfPresent(10) {
      name = CalendarEntries.name(try row.opened(11, CalendarEntries.patientName, row: patient))
    }
    return FeedEntry(
      id: try row.id(0), sequence: try row.int(1), status: try row.choice(2),
      span: TimeSpan(start: try row.instant(3), end: try row.instant(4)), changedAt: try row.instant(5),
      service: try row.text(6), isVideo: mode == .video, practitioner: try row.id(8),
      location: try row.idIfPresent(12, as: LocationID.self),
      room: try row.textIfPresent(9) ?? "", patient: name, session: nil)
  }
}
