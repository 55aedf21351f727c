import Core

extension OpeningHours {
  /// When a resource is open on a date and the next one, joined where spans touch: a visit may begin before midnight and
  /// end after it.
  func openSpans(of resource: ResourceID, on date: LocalDate, zone: Zone) -> [TimeSpan] {
    var joined: [TimeSpan] = []
    for day in [date, date.adding(days: 1)] {
      for (opens, closes) in spans(of: resource, on: day) {
        guard let start = Self.boundary(day, opens, isEnd: false, zone),
          let end = Self.boundary(day, closes, isEnd: true, zone)
        else { continue }
        if let last = joined.last, last.end >= start {
          joined[joined.count - 1] = TimeSpan(start: last.start, end: max(last.end, end))
        } else {
          joined.append(TimeSpan(start: start, end: end))
        }
      }
    }
    return joined
  }

  /// The instant of an opening or closing time. In a repeated hour opening is the first of the two and closing the
  /// second; in a gap both are the instant the clock jumps.
  private static func boundary(_ date: LocalDate, _ time: LocalTime, isEnd: Bool, _ zone: Zone) -> Instant? {
    if time.minutes == 1440 { return zone.startOfDay(date.adding(days: 1)) }
    if time.minutes == 0 { return zone.startOfDay(date) }
    let instants = zone.instants(of: LocalDateTime(date, time))
    if let found = isEnd ? instants.last : instants.first { return found }
    for later in stride(from: time.minutes + 5, through: 1435, by: 5) {
      guard let clock = LocalTime(minutes: later),
        let instant = zone.instants(of: LocalDateTime(date, clock)).first
      else { continue }
      return instant
    }
    return nil
  }
}
