import Core
import Database
import SQL

/// Times for the visit after one: with the same person, around the same weekday and time, in the patient's own rhythm.
struct NextVisits: Sendable {
  /// The times nearest to one date.
  struct Week: Sendable, Equatable {
    let date: LocalDate
    let weeksOn: Int
    /// As far apart as the last visits were.
    let isUsual: Bool
    /// In time order, the same time of the same weekday among them when it is free; at most ``count``.
    let starts: [Instant]
  }
  static let count = 3
  /// Days before and after a date within which its times are looked for.
  static let reach = 3
  /// Visits of which the rhythm is read, and the longest one that is still called so.
  static let (rhythmVisits, longestRhythm) = (6, 13)

  let weeks: [Week]

  /// - Parameter offering: of the appointment's service, with nobody but its practitioner.
  static func find(
    after appointment: Appointment, _ offering: Offering, zone: Zone, now: Instant, in db: borrowing TenantReader
  ) throws -> NextVisits {
    let wall = zone.local(appointment.span.start)
    let rhythm = usualWeeks(try earlier(appointment, in: db).map { zone.local($0).date })
    let targets = weeksOn(from: wall.date, today: zone.local(now).date, usual: rhythm)
    guard let first = targets.first, let last = targets.last else { return NextVisits(weeks: []) }
    let date = { (weeks: Int) in wall.date.adding(days: weeks * 7) }
    let availability = try offering.availability(
      from: date(first).adding(days: -reach), through: date(last).adding(days: reach), zone: zone, now: now, in: db)
    return NextVisits(
      weeks: targets.map { weeks in
        Week(
          date: date(weeks), weeksOn: weeks, isUsual: weeks == rhythm,
          starts: nearest(LocalDateTime(date(weeks), wall.time), availability, zone: zone, now: now))
      })
  }

  /// The first dates that are still to come, a week and three weeks behind one another, and the usual one.
  static func weeksOn(from visit: LocalDate, today: LocalDate, usual: Int?) -> [Int] {
    let first = max(1, today.days(since: visit) / 7 + 1)
    let all = Set([first, first + 1, first + 3] + (usual.map { $0 >= first ? [$0] : [] } ?? []))
    return all.sorted()
  }

  /// Whole weeks between visits, the one in the middle of all; nil when there are too few, or they lie too far apart.
  /// - Parameter dates: in any order.
  static func usualWeeks(_ dates: [LocalDate]) -> Int? {
    let ordered = Set(dates).sorted()
    let gaps = zip(ordered, ordered.dropFirst()).map { $1.days(since: $0) }.sorted()
    guard gaps.count >= 2 else { return nil }
    let weeks = (gaps[gaps.count / 2] + 3) / 7
    return (1...longestRhythm).contains(weeks) ? weeks : nil
  }

  private static func nearest(
    _ wish: LocalDateTime, _ availability: Availability, zone: Zone, now: Instant
  ) -> [Instant] {
    let starts = (-reach...reach).flatMap { availability.slots(on: wish.date.adding(days: $0), for: .staff(from: now)) }
    // By days and minutes of the clock on the wall: the day after at the same time is nearer than the evening.
    let distance = { (slot: Availability.Slot) in
      let days = abs(slot.wallClock.date.days(since: wish.date))
      return (days + abs(slot.wallClock.time.minutes - wish.time.minutes) / 90, days, slot.span.start)
    }
    return starts.sorted { distance($0) < distance($1) }.prefix(count).map(\.span.start).sorted()
  }

  /// This one and those before it, of the same patient and service.
  private static func earlier(_ appointment: Appointment, in db: borrowing TenantReader) throws -> [Instant] {
    try db.rows(
      """
      SELECT a.starts_at FROM scheduling_appointment a
      WHERE a.practice_id = \(db.scope) AND a.patient_id = \(appointment.patient)
        AND a.service_id = \(appointment.service) AND a.starts_at <= \(appointment.span.start)
        AND a.status IN ('booked', 'arrived', 'fulfilled')
      ORDER BY a.starts_at DESC LIMIT \(rhythmVisits)
      """
    ) { try $0.instant(0) }
  }

  /// What the patient has ahead of the same service already, the next first.
  static func booked(
    after appointment: Appointment, now: Instant, in db: borrowing TenantReader
  ) throws -> [(id: AppointmentID, start: Instant)] {
    try db.rows(
      """
      SELECT a.id, a.starts_at FROM scheduling_appointment a
      WHERE a.practice_id = \(db.scope) AND a.patient_id = \(appointment.patient)
        AND a.service_id = \(appointment.service) AND a.starts_at > \(max(now, appointment.span.start))
        AND (a.status = 'booked' OR a.status = 'pending' AND a.answer_by > \(now))
      ORDER BY a.starts_at, a.id LIMIT \(count)
      """
    ) { (try $0.id(0), try $0.instant(1)) }
  }
}
