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
  let practitionerID: ResourceID
  /// Nil: at the practice itself.
  let location: LocationID?
  /// Where its practitioner belongs; nil: to the practice itself.
  let home: LocationID?
  /// The weekdays on which its practitioner has hours that name where it is: bit n for day n of ISO's week.
  let weekdaysThere: Int

  /// Whose closing on a date leaves it without its hours or its room: a visit can be elsewhere because of its room, by the
  /// same clock.
  fileprivate func places(on date: LocalDate, _ names: PlaceNames) -> [LocationID?] {
    let isByItsRoom = weekdaysThere & (1 << date.weekday) == 0 && names.clock(home) == names.clock(location)
    return isByItsRoom ? [location, home] : [location]
  }
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

  /// Those that an exception would leave without open hours, by the clock of where each is. Where the practitioner has an
  /// exception of their own, that one counts, and before that of the practice the one of the place.
  static func against(
    _ draft: ExceptionDraft, _ places: PlaceNames, now: Instant, in db: borrowing TenantReader
  ) throws -> [BookedAppointment] {
    // Another clock may show these dates up to 26 hours earlier or later.
    let start = places.zone.startOfDay(draft.first.adding(days: -2))
    let end = places.zone.startOfDay(draft.last.adding(days: 3))
    let (taken, held) = (
      draft.resource.map { taking($0) } ?? "", draft.resource.map { BookedSessions.taking($0) } ?? ""
    )
    let others = try ExceptionRecords.overlapping(draft.first, draft.last, in: db)
    return try sorted(
      find("\(taken) AND a.starts_at < \(end) AND a.ends_at > \(start)", now: now, in: db)
        + BookedSessions.find("\(held) AND g.starts_at < \(end) AND g.ends_at > \(start)", now: now, in: db)
    ).filter { draft.leavesOut($0, others, places) }
  }

  private static func sorted(_ booked: [BookedAppointment]) -> [BookedAppointment] {
    booked.sorted { $0.span.start < $1.span.start }
  }

  private static func taking(_ resource: ResourceID) -> SQL {
    "AND (a.practitioner_id = \(resource) OR a.room_id = \(resource) OR a.device_id = \(resource))"
  }

  /// Two columns of an appointment or a session with its practitioner `r`: where they belong, and on which weekdays their
  /// hours name where it is.
  static func whereHoursAre(_ visit: SQL, _ scope: TenantScope) -> SQL {
    """
    r.location_id, (SELECT CAST(BIT_OR(1 << w.weekday) AS SIGNED) FROM scheduling_hours w
      WHERE w.practice_id = \(scope) AND w.resource_id = r.id AND w.location_id = \(visit).location_id)
    """
  }

  private static func find(_ condition: SQL, now: Instant, in db: borrowing TenantReader) throws -> [BookedAppointment]
  {
    try db.rows(
      """
      SELECT a.id, a.starts_at, a.ends_at, s.name, r.name, p.id, p.sealed_name, a.practitioner_id, a.location_id,
        \(whereHoursAre("a", db.scope))
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
        practitioner: try row.text(4), practitionerID: try row.id(7),
        location: try row.idIfPresent(8, as: LocationID.self), home: try row.idIfPresent(9, as: LocationID.self),
        weekdaysThere: try row.int(10))
    }
  }
}

extension ExceptionDraft {
  fileprivate func leavesOut(_ booked: BookedAppointment, _ others: [ExceptionRecord], _ names: PlaceNames) -> Bool {
    let clock = names.clock(booked.location)
    let (begins, ends) = (clock.local(booked.span.start), clock.local(booked.span.end))
    // What ends at midnight is not of the next date.
    let lastDate = ends.time.minutes == 0 && ends.date > begins.date ? ends.date.adding(days: -1) : ends.date
    let isThere = booked.places(on: begins.date, names).contains { place.accepts($0) }
    guard isThere, begins.date <= last, lastDate >= first else { return false }
    if resource == nil, others.contains(where: { $0.comesBefore(self, for: booked, on: begins.date, names) }) {
      return false
    }
    guard let hours else { return true }
    let endMinute = ends.date == begins.date ? ends.time.minutes : 1440 + ends.time.minutes
    return begins.time < hours.opens || endMinute > hours.closes.minutes
  }
}

extension ExceptionRecord {
  fileprivate func comesBefore(
    _ draft: ExceptionDraft, for booked: BookedAppointment, on date: LocalDate, _ names: PlaceNames
  ) -> Bool {
    guard first <= date, date <= last else { return false }
    if let resource { return resource == booked.practitionerID }
    return draft.place == .any && booked.places(on: date, names).contains { place == .exactly($0) }
  }
}
