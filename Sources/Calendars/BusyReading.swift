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
        events += 1
        guard events <= limits.events else {
          isCut = true
          break
        }
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
    }
    withExtendedLifetime(file) {}
  }

  private mutating func add(_ event: CalendarEventPart, without parts: [Instant: CalendarEventPart]) {
    guard event.isBusy else { return }
    let steps = min(limits.steps, stepsLeft)
    var occurrences = Occurrences(event, until: until, steps: steps)
    for (instant, time) in occurrences.all() where parts[instant] == nil { add(event.span(at: time, instant)) }
    stepsLeft -= steps - occurrences.steps
    if occurrences.isCut { isCut = true }
    if occurrences.isUnread { unread += 1 }
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
