import Core

/// Open time of one date of the clock it is kept by.
struct Stretch: Sendable {
  let date: LocalDate
  let opens: LocalTime
  let closes: LocalTime
  let clock: Zone
  let site: Site?
  /// The practice's day, where another clock may show another date; nil by the practice's own clock.
  fileprivate let day: TimeSpan?

  var isElsewhere: Bool { day != nil }
}

extension Availability {
  /// The open time in which a practitioner's starts of a date of the practice lie.
  func eachStretch(of practitioner: ResourceID, on date: LocalDate, _ body: (Stretch) -> Void) {
    guard hours.abroad.contains(practitioner) else {
      for span in hours.local(of: practitioner, on: date) {
        body(Stretch(date: date, opens: span.opens, closes: span.closes, clock: zone, site: span.site, day: nil))
      }
      return
    }
    let day = TimeSpan(start: zone.startOfDay(date), end: zone.startOfDay(date.adding(days: 1)))
    for local in hours.days(of: practitioner, around: date) {
      for span in hours.local(of: practitioner, on: local) {
        let clock = span.site?.zone ?? zone
        if clock == zone, local != date { continue }
        body(
          Stretch(
            date: local, opens: span.opens, closes: span.closes, clock: clock, site: span.site,
            day: clock == zone ? nil : day))
      }
    }
  }

  /// Every `stepMinutes` from opening, by the clock there.
  func starts(in stretch: Stretch) -> [(start: Instant, wallClock: LocalDateTime)] {
    stride(from: stretch.opens.minutes, to: stretch.closes.minutes, by: service.stepMinutes).flatMap { minutes in
      guard let time = LocalTime(minutes: minutes) else { return [(start: Instant, wallClock: LocalDateTime)]() }
      let wallClock = LocalDateTime(stretch.date, time)
      return stretch.clock.instants(of: wallClock).filter { start in
        stretch.day.map { $0.start <= start && start < $0.end } ?? true
      }.map { ($0, wallClock) }
    }
  }

  /// The starts that opening hours allow on a date of the practice, as its clock shows them, in time order.
  func grid(of practitioner: ResourceID, on date: LocalDate) -> [LocalDateTime] {
    var found: [Instant] = []
    eachStretch(of: practitioner, on: date) { found += starts(in: $0).map(\.start) }
    return Set(found).sorted().map { zone.local($0) }
  }

  func isOn(_ date: LocalDate, _ practitioner: ResourceID, _ start: Instant) -> Bool {
    var isFound = false
    eachStretch(of: practitioner, on: date) { stretch in
      isFound = isFound || starts(in: stretch).contains { $0.start == start }
    }
    return isFound
  }
}
