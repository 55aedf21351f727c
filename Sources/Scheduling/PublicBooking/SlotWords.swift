import Core
import Templates

/// How times of appointments are said to patients: in one zone, with the offset where a clock shows the time twice.
struct SlotWords: Sendable {
  let formats: Formats
  let zone: Zone

  /// The zone the reader chose. One that does not exist is not worth a refusal: the other is taken, and said.
  static func zone(_ name: String?, or other: Zone) -> Zone {
    guard let name else { return other }
    do throws(ZoneError) { return try Zone(name: name) } catch { return other }
  }

  func local(_ instant: Instant) -> LocalDateTime { zone.local(instant) }

  /// "10:30", or "02:30 (GMT+2)" in an hour that comes twice.
  func time(_ instant: Instant) -> String {
    let local = zone.local(instant)
    let words = formats.time(local.time)
    return zone.instants(of: local).count > 1 ? words + " (" + zone.offsetText(at: instant, .short) + ")" : words
  }
  /// "10:30–11:20". Both offsets are said when either end is in an hour that comes twice.
  func range(_ span: TimeSpan) -> String {
    let (start, end) = (zone.local(span.start), zone.local(span.end))
    let isPlain = zone.instants(of: start).count == 1 && zone.instants(of: end).count == 1
    return isPlain ? formats.timeRange(start.time, end.time) : time(span.start) + " – " + time(span.end)
  }
  /// What another clock shows at the time, and its name; nil where it shows the same.
  func there(_ instant: Instant, _ clock: Zone) -> (time: String, zone: String)? {
    guard clock.offset(at: instant) != zone.offset(at: instant) else { return nil }
    let local = clock.local(instant)
    let day = local.date == zone.local(instant).date ? "" : formats.date(local.date, .short) + ", "
    return (day + formats.time(local.time), formats.zoneLabel(clock, at: instant))
  }
  /// "Thursday 12 March 2026".
  func date(_ instant: Instant) -> String { formats.date(zone.local(instant).date, .long) }
  /// "Berlin time (GMT+1)".
  func label(at instant: Instant) -> String { formats.zoneLabel(zone, at: instant) }
}
