import Core
import Database
import SQL

/// Sessions as calendars elsewhere say them, each once. Feeds carry no name of who takes part: their address is a secret
/// that many programs know.
enum FeedSessions {
  /// - Parameters:
  ///   - which: of `g`, a session, and `r`, its practitioner.
  ///   - namesPatients: those whom the practice may still name.
  static func find(
    _ which: SQL, namesPatients: Bool, in db: borrowing TenantReader
  ) throws -> [FeedEntry] {
    let named = namesPatients ? try named(which, in: db) : [:]
    return try db.rows(
      """
      SELECT g.id, g.sequence, IF(g.status = 'cancelled', 'cancelled', 'booked'), g.starts_at, g.ends_at,
        COALESCE(g.changed_at, g.created_at), s.name, s.mode, g.practitioner_id,
        CONCAT_WS(', ', room.name, \(FeedEntries.place(db.scope))), g.places,
        (SELECT COUNT(*) FROM scheduling_place taken
          WHERE taken.practice_id = \(db.scope) AND taken.group_id = g.id AND taken.appointment_id IS NOT NULL),
        g.location_id
      FROM scheduling_group g
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = g.practitioner_id
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = g.service_id
      LEFT JOIN scheduling_resource room ON room.practice_id = \(db.scope) AND room.id = g.room_id
      LEFT JOIN practices_location l ON l.practice_id = \(db.scope) AND l.id = g.location_id
      WHERE g.practice_id = \(db.scope) AND \(which)
      ORDER BY g.starts_at, g.id LIMIT \(Feed.maximumEntries)
      """
    ) { row in
      let (id, mode): (AppointmentID, Service.Mode) = (try row.id(0), try row.choice(7))
      return FeedEntry(
        id: id, sequence: try row.int(1), status: try row.choice(2),
        span: TimeSpan(start: try row.instant(3), end: try row.instant(4)), changedAt: try row.instant(5),
        service: try row.text(6), isVideo: mode == .video, practitioner: try row.id(8),
        location: try row.idIfPresent(12, as: LocationID.self),
        room: try row.textIfPresent(9) ?? "", patient: nil,
        session: FeedEntry.Session(taken: try row.int(11), places: try row.int(10), named: named[id.id] ?? []))
    }
  }

  /// Those who take part, and of a session that was called off those who did until then.
  private static func named(
    _ which: SQL, in db: borrowing TenantReader
  ) throws -> [EntityID: [FeedEntry.Participant]] {
    let rows = try db.rows(
      """
      SELECT g.id, p.id, p.sealed_name, a.id FROM scheduling_group g
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = g.practitioner_id
      JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.group_id = g.id
        AND (a.status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn', 'fulfilled')
          OR g.status = 'cancelled' AND a.status = 'cancelled' AND a.cancelled_at >= g.changed_at)
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id AND p.restricted_at IS NULL
        AND p.erased_at IS NULL
      WHERE g.practice_id = \(db.scope) AND \(which)
      ORDER BY a.created_at, a.id
      """
    ) { row in
      let patient: PatientID = try row.id(1)
      return (
        group: try row.id(0, as: GroupID.self).id,
        one: FeedEntry.Participant(
          appointment: try row.id(3), patient: patient,
          name: CalendarEntries.name(try row.opened(2, CalendarEntries.patientName, row: patient.id)))
      )
    }
    return Dictionary(grouping: rows, by: \.group).mapValues { $0.map(\.one) }
  }
}
