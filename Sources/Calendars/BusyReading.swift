internal import CIcal
internal import Core

/// Collects the busy times of one file after another.
struct BusyReading {
  let from: Instant
  let until: Instant
  let zone: Zone
  let limits: BusyTimes.Limits
  private var spans: [BusyTimes.Span] = []
  private var events = 0
  private var unread = 0
  private var isCut = false
  private var stepsLeft: Int

  init(from: Instant, until: Instant, zone: Zone, limits: BusyTimes.Limits) {
    (self.from, self.until, self.zone, self.limits) = (from, until, zone, limits)
    stepsLeft = limits.allSteps
  }

  var result: BusyTimes {
    BusyTimes(
      spans: spans.sorted { ($0.start, $0.end, $0.uid) < ($1.start, $1.end, $1.uid) }, unread: unread, isCut: isCut)
  }

  mutating func add(_ file: ParsedCalendar) {
    for calendar in file.calendars {
      let clock = EventClock(calendar: calendar, zone: zone)
      var whole: [String: CalendarEventPart] = [:]
      var parts: [String: [Instant: CalendarEventPart]] = [:]
      for component in ParsedCalendar.parts(of: calendar, ICAL_VEVENT_COMPONENT) {
        guard count() else { break }
        guard let part = CalendarEventPart(component, clock) else {
          unread += 1
          continue
        }
        // Of two states of one event the later counts. Events without a name of their own are events of their own.
        let key = part.uid.isEmpty ? "\u{0}\(events)" : part.uid
        if let replaced = part.replaces {
          if parts[key]?[replaced].map({ $0.sequence <= part.sequence }) ?? true {
            parts[key, default: [:]][replaced] = part
          }
        } else if whole[key].map({ $0.sequence <= part.sequence }) ?? true {
          whole[key] = part
        }
      }
      for (key, event) in whole { add(event, without: parts[key] ?? [:]) }
      for part in parts.values.flatMap(\.values) where part.isBusy { add(part.span(at: part.start, part.startInstant)) }
      for component in ParsedCalendar.parts(of: calendar, ICAL_VFREEBUSY_COMPONENT) {
        addBusyTimes(component, clock)
      }
    }
    withExtendedLifetime(file) {}
  }

  private mutating func add(_ event: CalendarEventPart, without parts: [Instant: CalendarEventPart]) {
    let later = parts.filter(\.value.standsForLater).sorted { $0.key < $1.key }.map(\.value)
    guard event.isBusy || !later.isEmpty else { return }
    let steps = min(limits.steps, stepsLeft)
    // What is moved forward into the time asked about stands behind its end before.
    let earlier = later.map(\.secondsEarlier).max() ?? 0
    var occurrences = Occurrences(event, until: until.adding(seconds: earlier), steps: steps)
    var (rest, now) = (later[...], event)
    for (instant, time) in occurrences.all().sorted(by: { $0.key < $1.key }) {
      while let next = rest.first, let from = next.replaces, from <= instant { (now, rest) = (next, rest.dropFirst()) }
      guard now.isBusy, parts[instant] == nil else { continue }
      add(now.replaces == nil ? event.span(at: time, instant) : now.span(for: time, instant, of: event))
    }
    stepsLeft -= steps - occurrences.steps
    if occurrences.isCut { isCut = true }
    if occurrences.isUnread { unread += 1 }
  }

  /// Times without events, as servers tell them to who may not read more (RFC 5545, 3.6.4).
  private mutating func addBusyTimes(_ component: OpaquePointer, _ clock: EventClock) {
    let uid = icalcomponent_get_uid(component).map { String(cString: $0) } ?? ""
    for property in ParsedCalendar.properties(of: component, ICAL_FREEBUSY_PROPERTY) {
      guard count() else { return }
      if let parameter = icalproperty_get_first_parameter(property, ICAL_FBTYPE_PARAMETER),
        icalparameter_get_fbtype(parameter) == ICAL_FBTYPE_FREE
      {
        continue
      }
      let period = icalproperty_get_freebusy(property)
      let ends = icaltime_is_null_time(period.end) == 0
      let end = ends ? period.end : icaltime_add(period.start, period.duration)
      guard let start = clock.instant(period.start, .utc), let end = clock.instant(end, .utc) else {
        unread += 1
        continue
      }
      if start < end { add(BusyTimes.Span(start: start, end: end, uid: uid)) }
    }
  }

  /// Whether there may be one more.
  private mutating func count() -> Bool {
    events += 1
    if events > limits.events { isCut = true }
    return events <= limits.events
  }

  private mutating func add(_ span: BusyTimes.Span?) {
    guard let span, span.start < until, span.end > from else { return }
    guard spans.count < limits.spans else {
      isCut = true
      return
    }
    spans.append(span)
  }
}
