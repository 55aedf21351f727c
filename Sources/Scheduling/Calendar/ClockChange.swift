import Core

/// A time of one date at which the clocks are changed.
struct ClockChange: Sendable, Equatable {
  enum Kind: Sendable { case leftOut, comesTwice }
  let kind: Kind
  let from: LocalTime
  let to: LocalTime

  static func all(on date: LocalDate, zone: Zone) -> [ClockChange] {
    let (start, end) = (zone.startOfDay(date), zone.startOfDay(date.adding(days: 1)))
    return zone.transitions(from: start, through: end).compactMap { instant in
      let shift = (zone.offset(at: instant) - zone.offset(at: instant.adding(seconds: -1))) / 60
      let after = zone.local(instant)
      let (first, last) =
        shift > 0 ? (after.time.minutes - shift, after.time.minutes) : (after.time.minutes, after.time.minutes - shift)
      guard shift != 0, after.date == date, let from = LocalTime(minutes: max(first, 0)),
        let to = LocalTime(minutes: min(last, 1440))
      else { return nil }
      return ClockChange(kind: shift > 0 ? .leftOut : .comesTwice, from: from, to: to)
    }
  }
}
