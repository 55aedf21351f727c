import Calendars
import Core
import Routing
import Templates

/// A rule in words.
struct SeriesWords {
  let call: Call

  /// “every Tuesday and Thursday”, “every 2 months on the first Tuesday”.
  func rule(_ rule: RecurrenceRule) -> String {
    let (text, formats) = (call.text, call.formats)
    switch rule.pattern {
    case .daily: return text.text("calendar.series.daily", count: rule.every)
    case .weekly(let days):
      let names = week.filter(days.contains).map { formats.weekday($0, .long) }
      return text.text("calendar.series.weekly", count: rule.every, ["days": formats.list(names)])
    case .monthly(let day): return text.text("calendar.series.monthlyDay", count: rule.every, ["day": "\(day)"])
    case .monthlyOn(let weekday, let position):
      let values = ["weekday": formats.weekday(weekday, .long)]
      return switch position {
      case 1: text.text("calendar.series.monthlyFirst", count: rule.every, values)
      case 2: text.text("calendar.series.monthlySecond", count: rule.every, values)
      case 3: text.text("calendar.series.monthlyThird", count: rule.every, values)
      case 4: text.text("calendar.series.monthlyFourth", count: rule.every, values)
      default: text.text("calendar.series.monthlyLast", count: rule.every, values)
      }
    }
  }

  /// With when it ends.
  func whole(_ rule: RecurrenceRule) -> String {
    switch rule.end {
    case .count(let count):
      call.text.text("calendar.series.times", count: count, ["rule": self.rule(rule)])
    case .until(let date):
      call.text.text(
        "calendar.series.untilDate", ["rule": self.rule(rule), "date": call.formats.date(date, .medium)])
    }
  }

  /// In the order in which the reader's week goes.
  var week: [Int] {
    let first = Formats.firstWeekday(call.language, region: nil)
    return (0..<7).map { (first - 1 + $0) % 7 + 1 }
  }

  /// When an occurrence is; with its offset in an hour that comes twice.
  func when(_ occurrence: SeriesPlan.Occurrence, _ pattern: SeriesPattern, zone: Zone) -> String {
    let date = call.formats.date(occurrence.date, .long)
    guard let start = occurrence.moment.instant else { return date + ", " + call.formats.time(pattern.time) }
    return date + ", " + time(pattern.wish(at: start).span, zone: zone)
  }
  func time(_ span: TimeSpan, zone: Zone) -> String {
    let (start, end) = (zone.local(span.start), zone.local(span.end))
    let range = call.formats.timeRange(start.time, end.time)
    return zone.instants(of: start).count > 1 ? range + " (" + zone.offsetText(at: span.start, .short) + ")" : range
  }

  /// What the clocks do to it; nil on every usual day.
  func clock(_ occurrence: SeriesPlan.Occurrence, _ time: LocalTime) -> String? {
    let formats = call.formats
    switch occurrence.moment {
    case .once: return nil
    case .twice: return call.text.text("calendar.series.twice", ["time": formats.time(time)])
    case .never(let change):
      let (from, to) = (change.map { formats.time($0.from) } ?? "", change.map { formats.time($0.to) } ?? "")
      return call.text.text("calendar.series.never", ["time": formats.time(time), "from": from, "to": to])
    }
  }
}
