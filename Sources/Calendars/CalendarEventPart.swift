internal import CIcal
internal import Core

/// One VEVENT: the whole of an event, or one occurrence of a repeating event that differs from the rest.
struct CalendarEventPart {
  let component: OpaquePointer
  let clock: EventClock
  let uid: String
  let sequence: Int
  let start: icaltimetype
  let place: EventClock.Place
  let startInstant: Instant
  /// Which occurrence it stands for; nil for the whole.
  let replaces: Instant?
  /// It stands for all that follow that occurrence as well (RFC 5545, 3.8.4.4).
  let standsForLater: Bool
  private let shift: Shift?
  /// Of whole days, and of anything else in seconds.
  private let days: Int?
  private let seconds: Int64

  /// Nil for what cannot be read.
  init?(_ component: OpaquePointer, _ clock: EventClock) {
    guard let property = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY) else { return nil }
    let start = icalproperty_get_dtstart(property)
    let place = clock.place(property)
    guard let instant = clock.instant(start, place) else { return nil }
    self.component = component
    self.clock = clock
    self.start = start
    self.place = place
    startInstant = instant
    uid = icalcomponent_get_uid(component).map { String(cString: $0) } ?? ""
    sequence = Int(icalcomponent_get_sequence(component))
    let replaced = icalcomponent_get_first_property(component, ICAL_RECURRENCEID_PROPERTY)
    replaces = replaced.flatMap { clock.instant(icalproperty_get_recurrenceid($0), clock.place($0)) }
    standsForLater = replaced.map(CalendarEventPart.reachesOn) ?? false
    shift = replaced.flatMap { Shift(from: $0, to: property, clock) }
    guard let length = CalendarEventPart.length(component, clock, start, instant) else { return nil }
    (days, seconds) = length
  }

  private static func length(
    _ component: OpaquePointer, _ clock: EventClock, _ start: icaltimetype, _ startInstant: Instant
  ) -> (days: Int?, seconds: Int64)? {
    if let property = icalcomponent_get_first_property(component, ICAL_DTEND_PROPERTY) {
      let end = icalproperty_get_dtend(property)
      guard let instant = clock.instant(end, clock.place(property)) else { return nil }
      if start.is_date != 0, end.is_date != 0, let first = date(start), let last = date(end) {
        return (last.days(since: first), 0)
      }
      return (nil, instant.seconds - startInstant.seconds)
    }
    if let property = icalcomponent_get_first_property(component, ICAL_DURATION_PROPERTY) {
      let seconds = Int64(icaldurationtype_as_int(icalproperty_get_duration(property)))
      return start.is_date != 0 && seconds % 86_400 == 0 ? (Int(seconds / 86_400), 0) : (nil, seconds)
    }
    // RFC 5545, 3.6.1: a day without an end lasts a day, a time without one lasts no time at all.
    return start.is_date != 0 ? (1, 0) : (nil, 0)
  }

  static func date(_ time: icaltimetype) -> LocalDate? {
    LocalDate(year: Int(time.year), month: Int(time.month), day: Int(time.day))
  }

  /// Whether it takes time: not cancelled, and not marked as free.
  var isBusy: Bool {
    if icalcomponent_get_status(component) == ICAL_STATUS_CANCELLED { return false }
    guard let property = icalcomponent_get_first_property(component, ICAL_TRANSP_PROPERTY) else { return true }
    let transparency = icalproperty_get_transp(property)
    return transparency != ICAL_TRANSP_TRANSPARENT && transparency != ICAL_TRANSP_TRANSPARENTNOCONFLICT
  }

  private static func reachesOn(_ property: OpaquePointer) -> Bool {
    guard let parameter = icalproperty_get_first_parameter(property, ICAL_RANGE_PARAMETER) else { return false }
    return icalparameter_get_range(parameter) == ICAL_RANGE_THISANDFUTURE
  }

  /// How much earlier than what they replace occurrences begin; 0 for later ones.
  var secondsEarlier: Int64 { max(0, (replaces?.seconds ?? startInstant.seconds) - startInstant.seconds) }

  /// A later occurrence of an event as this part has it: as much earlier or later, and as long.
  func span(for time: icaltimetype, _ instant: Instant, of event: CalendarEventPart) -> BusyTimes.Span? {
    switch shift {
    case nil: return nil
    case .seconds(let seconds): return span(at: time, instant.adding(seconds: seconds))
    case .wall(let duration):
      let moved = icaltime_add(time, duration)
      return clock.instant(moved, event.place).flatMap { span(at: moved, $0) }
    }
  }

  /// The occurrence that begins at a time; nil for one that lasts no time.
  func span(at time: icaltimetype, _ instant: Instant) -> BusyTimes.Span? {
    var end = instant.adding(seconds: seconds)
    if let days, let first = CalendarEventPart.date(time) { end = clock.zone.startOfDay(first.adding(days: days)) }
    return instant < end ? BusyTimes.Span(start: instant, end: end, uid: uid) : nil
  }
}
