internal import CIcal
internal import Core

/// When a repeating event takes place: its start, its rules, its further dates, without those that are excepted.
struct Occurrences {
  let event: CalendarEventPart
  let until: Instant
  /// Left to take; a calendar may be hostile.
  private(set) var steps: Int
  private(set) var isCut = false
  /// A rule that nobody's appointments follow, such as one of every second.
  private(set) var isUnread = false

  init(_ event: CalendarEventPart, until: Instant, steps: Int) {
    (self.event, self.until, self.steps) = (event, until, steps)
  }

  /// Each once, with the wall time it stands at.
  mutating func all() -> [Instant: icaltimetype] {
    var found: [Instant: icaltimetype] = [event.startInstant: event.start]
    for property in ParsedCalendar.properties(of: event.component, ICAL_RRULE_PROPERTY) {
      follow(icalproperty_get_rrule(property), &found)
    }
    for property in ParsedCalendar.properties(of: event.component, ICAL_RDATE_PROPERTY) {
      let value = icalproperty_get_rdate(property)
      let time = icaltime_is_null_time(value.time) == 0 ? value.time : value.period.start
      if let instant = event.clock.instant(time, event.clock.place(property)) { found[instant] = time }
    }
    var dates: Set<LocalDate> = []
    for property in ParsedCalendar.properties(of: event.component, ICAL_EXDATE_PROPERTY) {
      let time = icalproperty_get_exdate(property)
      guard let instant = event.clock.instant(time, event.clock.place(property)) else { continue }
      found[instant] = nil
      if time.is_date != 0, event.start.is_date == 0, let date = CalendarEventPart.date(time) { dates.insert(date) }
    }
    // A date alone takes out what begins on that date.
    guard !dates.isEmpty else { return found }
    return found.filter { occurrence in CalendarEventPart.date(occurrence.value).map { !dates.contains($0) } ?? true }
  }

  private mutating func follow(_ rule: icalrecurrencetype, _ found: inout [Instant: icaltimetype]) {
    let everyDayOrLess = [
      ICAL_DAILY_RECURRENCE, ICAL_WEEKLY_RECURRENCE, ICAL_MONTHLY_RECURRENCE, ICAL_YEARLY_RECURRENCE,
    ]
    guard everyDayOrLess.contains(rule.freq) else {
      isUnread = true
      return
    }
    // libical compares the end of a rule with wall times; here instants are compared.
    var endless = rule
    endless.until = icaltime_null_time()
    let last = lastStart(rule.until)
    guard let iterator = icalrecur_iterator_new(endless, event.start) else {
      isUnread = true
      return
    }
    defer { icalrecur_iterator_free(iterator) }
    while true {
      let time = icalrecur_iterator_next(iterator)
      guard icaltime_is_null_time(time) == 0 else { return }
      guard steps > 0 else {
        isCut = true
        return
      }
      steps -= 1
      guard let instant = event.clock.instant(time, event.place) else { continue }
      if instant >= until || last.map({ instant > $0 }) ?? false { return }
      found[instant] = time
    }
  }

  /// Nil for a rule without an end. A date counts to its end.
  private func lastStart(_ time: icaltimetype) -> Instant? {
    guard icaltime_is_null_time(time) == 0 else { return nil }
    if time.is_date != 0, let date = CalendarEventPart.date(time) {
      return event.clock.zone.startOfDay(date.adding(days: 1)).adding(seconds: -1)
    }
    return event.clock.instant(time, event.place)
  }
}
