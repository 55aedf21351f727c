/// The rule at the end of a zone file, for all years after the listed changes: a POSIX `TZ` string such as
/// `CET-1CEST,M3.5.0,M10.5.0/3`, with the extensions of RFC 9636, section 3.3.1 (hours from -167 to 167).
struct PosixRule: Sendable {
  let standard: ZoneType
  /// Nil when the clocks never change.
  let daylight: Daylight?

  struct Daylight: Sendable {
    let type: ZoneType
    let start: PosixDate
    let end: PosixDate
  }

  func type(at time: Int64) -> ZoneType {
    guard let daylight else { return standard }
    let year = LocalDateTime(wallSeconds: time).date.year
    var type = standard
    for change in changes(daylight, years: year - 1...year + 1) where change.time <= time { type = change.type }
    return type
  }

  func transitions(from start: Int64, through end: Int64) -> [Int64] {
    guard let daylight else { return [] }
    let years = LocalDateTime(wallSeconds: start).date.year - 1...LocalDateTime(wallSeconds: end).date.year + 1
    return changes(daylight, years: years).map(\.time).filter { (start...end).contains($0) }
  }

  /// In order of time; where both fall together, daylight saving begins last and so wins.
  private func changes(_ daylight: Daylight, years: ClosedRange<Int>) -> [ZoneRules.Change] {
    var changes: [ZoneRules.Change] = []
    for year in years {
      let begins = daylight.start.wallSeconds(in: year) - Int64(standard.offset)
      let ends = daylight.end.wallSeconds(in: year) - Int64(daylight.type.offset)
      changes.append(ZoneRules.Change(time: begins, type: daylight.type))
      changes.append(ZoneRules.Change(time: ends, type: standard))
    }
    return changes.sorted {
      $0.time != $1.time ? $0.time < $1.time : !$0.type.isDaylightSaving && $1.type.isDaylightSaving
    }
  }
}

/// A yearly moment on a wall clock.
struct PosixDate: Sendable {
  enum Day: Sendable {
    /// `Mm.w.d`: the `week`th `weekday` (Sunday is 0) of a month; week 5 is the last.
    case weekday(month: Int, week: Int, weekday: Int)
    /// `Jn`: day 1 to 365, 29 February never counted.
    case julian(Int)
    /// `n`: day 0 to 365, 29 February counted.
    case ordinal(Int)
  }
  let day: Day
  /// Seconds after midnight; may be negative or beyond the day.
  let time: Int

  func wallSeconds(in year: Int) -> Int64 { Int64(dayNumber(in: year)) * 86_400 + Int64(time) }

  private func dayNumber(in year: Int) -> Int {
    switch day {
    case .ordinal(let day):
      return LocalDate.dayNumber(year: year, month: 1, day: 1) + day
    case .julian(let day):
      let leapDay = LocalDate.dayNumber(year: year, month: 3, day: 1)
      let date = LocalDate.dayNumber(year: year, month: 1, day: 1) + day - 1
      let isLeap = leapDay - LocalDate.dayNumber(year: year, month: 1, day: 1) == 60
      return isLeap && day >= 60 ? date + 1 : date
    case .weekday(let month, let week, let weekday):
      let first = LocalDate.dayNumber(year: year, month: month, day: 1)
      let next = LocalDate.dayNumber(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
      // 1970-01-01 was a Thursday, 4 when Sunday is 0.
      let ahead = (weekday - (first + 4) % 7 + 14) % 7
      let date = first + ahead + (week - 1) * 7
      return date < next ? date : date - 7
    }
  }
}
