import Core

/// A stretch of open time, and where.
struct OpenSpan: Sendable, Equatable {
  let span: TimeSpan
  /// Nil: at the practice itself.
  let site: Site?
}

extension OpeningHours {
  /// When a resource is open on a date and the next one, joined where spans of one place touch: a visit may begin before
  /// midnight and end after it.
  func open(of resource: ResourceID, on date: LocalDate) -> [OpenSpan] {
    var found: [OpenSpan] = []
    for day in days(of: resource, around: date) {
      for hours in local(of: resource, on: day) {
        let clock = hours.site?.zone ?? zone
        guard let start = Self.boundary(day, hours.opens, isEnd: false, clock),
          let end = Self.boundary(day, hours.closes, isEnd: true, clock)
        else { continue }
        found.append(OpenSpan(span: TimeSpan(start: start, end: end), site: hours.site))
      }
    }
    return Self.joined(abroad.contains(resource) ? found.sorted { $0.span.start < $1.span.start } : found)
  }

  /// The same without where.
  func openSpans(of resource: ResourceID, on date: LocalDate) -> [TimeSpan] {
    open(of: resource, on: date).map(\.span)
  }

  /// The open spans of one date as the practice's clock shows them, earliest first.
  func spans(of resource: ResourceID, on date: LocalDate) -> [(opens: LocalTime, closes: LocalTime)] {
    guard abroad.contains(resource) else { return local(of: resource, on: date).map { ($0.opens, $0.closes) } }
    let day = TimeSpan(start: zone.startOfDay(date), end: zone.startOfDay(date.adding(days: 1)))
    return openSpans(of: resource, on: date).compactMap { $0.common(with: day) }.compactMap { span in
      let closes = span.end == day.end ? LocalTime(minutes: 1440) : zone.local(span.end).time
      let opens = zone.local(span.start).time
      // In an hour that comes twice an hour can end before it began.
      return closes.flatMap { opens < $0 ? (opens, $0) : nil }
    }
  }

  /// The dates whose hours can lie in a date of the practice and the next one. Clocks are at most 26 hours apart.
  func days(of resource: ResourceID, around date: LocalDate) -> [LocalDate] {
    abroad.contains(resource) ? (-2...3).map { date.adding(days: $0) } : [date, date.adding(days: 1)]
  }

  private static func joined(_ spans: [OpenSpan]) -> [OpenSpan] {
    var joined: [OpenSpan] = []
    for next in spans {
      if let last = joined.last, last.span.end >= next.span.start, last.site?.location == next.site?.location {
        let span = TimeSpan(start: last.span.start, end: max(last.span.end, next.span.end))
        let site = next.site?.isNamed == true ? next.site : last.site
        joined[joined.count - 1] = OpenSpan(span: span, site: site)
      } else {
        joined.append(next)
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
