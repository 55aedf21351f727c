import Core

/// A weekly session of a demo practice's group. Resources, service and patients are indexes into the plan.
struct DemoSession: Sendable {
  /// ISO weekday and hour at which the second practitioner works in each demo practice.
  private static let weekday = 2
  private static let opens = 16 * 60
  /// Around today.
  private static let days = -56...56

  let id: EntityID
  let service: Int
  let practitioner: Int
  let room: Int?
  let start: Instant
  let end: Instant
  let wallClock: LocalDateTime
  let createdAt: Instant
  let participants: [DemoAppointment]

  /// Minutes from midnight that the session of a day takes; nil on a day without one.
  static func minutes(of service: DemoService, on date: LocalDate, _ schedule: DemoSchedule, today: LocalDate) -> Range<
    Int
  >? {
    let span = opens..<(opens + service.minutes)
    guard service.places > 1, date.weekday == weekday, days.contains(date.days(since: today)),
      let practitioner = service.practitioners.first,
      schedule.spans(of: practitioner, on: date).contains(where: {
        $0.opens <= span.lowerBound && $0.closes >= span.upperBound
      })
    else { return nil }
    return span
  }

  /// Who takes part in the session of a week: another few each time, and never all places.
  static func patients(week: Int, places: Int, of all: Int) -> [Int] {
    let count = 3 + (week % 4 + 4) % 4
    return (0..<min(count, places - 1)).map { ((week * 5 + $0 * 7) % all + all) % all }
  }
}
