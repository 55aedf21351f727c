import Core

/// A local date with its bounds, worked out once for everything that stands on it.
struct DrawnDay: Sendable {
  let date: LocalDate
  let zone: Zone
  let span: TimeSpan

  init(_ date: LocalDate, zone: Zone) {
    self.date = date
    self.zone = zone
    span = TimeSpan(start: zone.startOfDay(date), end: zone.startOfDay(date.adding(days: 1)))
  }
}
