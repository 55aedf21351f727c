import Core

/// Where something stands in the grid of one day: minutes of the wall clock, in steps of five.
struct DrawnSpan: Sendable, Equatable {
  /// Shorter ones are drawn this long, so that they can be read and pressed.
  static let shortest = 15

  /// 0 to 1435.
  let from: Int
  /// Up to 1440.
  let to: Int

  init(from: Int, to: Int) {
    self.from = from
    self.to = to
  }

  /// The part of a span that lies on a date; nil when none does.
  ///
  /// The ruler is the wall clock. In an hour that comes twice both stand at the same height, side by side; over an
  /// hour that is left out an appointment reaches as far as its end on the clock.
  init?(_ span: TimeSpan, on day: DrawnDay) {
    guard span.overlaps(day.span) else { return nil }
    let (start, end) = (max(span.start, day.span.start), min(span.end, day.span.end))
    let begin = day.zone.local(start).time.minutes
    let clockEnd = end == day.span.end ? 1440 : day.zone.local(end).time.minutes
    let length = max(clockEnd - begin, min(end.minutes(since: start), 1440))
    from = min(begin / 5 * 5, 1440 - DrawnSpan.shortest)
    to = min(1440, max(from + DrawnSpan.shortest, (begin + length + 4) / 5 * 5))
  }

  var minutes: Int { to - from }
  func overlaps(_ other: DrawnSpan) -> Bool { from < other.to && other.from < to }

  /// The classes of calendar.css for start and length; a zero has none.
  var classes: String {
    var text = "h-\(from / 60)"
    if from % 60 != 0 { text += " m-\(from % 60)" }
    if minutes / 60 != 0 { text += " dh-\(minutes / 60)" }
    if minutes % 60 != 0 { text += " dm-\(minutes % 60)" }
    return text
  }
}
