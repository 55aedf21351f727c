import Core

/// When nobody is reminded, by the patient's own clock.
struct QuietHours: Sendable, Equatable {
  /// What comes before them rather than after does so this long before they begin.
  static let minutesAhead = 15
  /// Later than this before the start, a reminder that was put off would come too late.
  static let leastLead = 60
  /// More would leave no time to send anything in.
  static let maximumMinutes = 16 * 60

  let isOn: Bool
  /// Minutes from midnight.
  let from: Int
  /// Of the next day where it is not later.
  let to: Int

  static let standard = QuietHours(isOn: true, from: 21 * 60, to: 8 * 60)

  var length: Int { to > from ? to - from : to + 1440 - from }

  enum Moment: Sendable, Equatable {
    case at(Instant)
    /// After them it would come too late, and before them is over.
    case never
  }

  /// When something that is due then is sent.
  /// - Parameter start: of the appointment that a reminder must come before; nil for what follows a visit.
  func moment(_ due: Instant, before start: Instant?, _ zone: Zone, now: Instant) -> Moment {
    guard isOn, let quiet = window(around: due, zone) else { return .at(due) }
    guard let start, quiet.upperBound > start.adding(minutes: -QuietHours.leastLead) else {
      return .at(quiet.upperBound)
    }
    let ahead = quiet.lowerBound.adding(minutes: -QuietHours.minutesAhead)
    return ahead >= now ? .at(ahead) : .never
  }

  /// The quiet hours that an instant lies in; their end is none of them. Nil outside.
  func window(around instant: Instant, _ zone: Zone) -> Range<Instant>? {
    let today = zone.local(instant).date
    for day in [today.adding(days: -1), today] {
      let begin = QuietHours.clock(day, from, zone).begin
      let end = QuietHours.clock(to > from ? day : day.adding(days: 1), to, zone).end
      if begin < end, (begin..<end).contains(instant) { return begin..<end }
    }
    return nil
  }

  /// Where the clock shows it twice, quiet begins with the first and ends with the second; where it never does, the
  /// minutes count from midnight.
  private static func clock(_ day: LocalDate, _ minutes: Int, _ zone: Zone) -> (begin: Instant, end: Instant) {
    guard let time = LocalTime(minutes: minutes) else { return (zone.startOfDay(day), zone.startOfDay(day)) }
    let found = zone.instants(of: LocalDateTime(day, time))
    let counted = zone.startOfDay(day).adding(minutes: minutes)
    return (found.first ?? counted, found.last ?? counted)
  }
}
