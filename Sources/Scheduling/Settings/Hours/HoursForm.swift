import Core
import Routing
import Web

/// A week as typed: for each weekday some pairs of times and where, and what is wrong with them.
struct HoursForm: Sendable {
  /// Pairs a day offers.
  static let usualSpans = 3

  /// As typed; empty where nothing was.
  struct Pair: Sendable, Equatable {
    let opens: String
    let closes: String
    /// An id; empty for the usual place.
    let place: String

    static let empty = Pair(opens: "", closes: "", place: "")
  }

  /// By ISO weekday.
  private(set) var days: [Int: [Pair]]

  init(_ hours: WeekHours) {
    days = hours.days.mapValues { spans in
      spans.map {
        Pair(opens: Self.text($0.opens), closes: Self.text($0.closes), place: $0.location?.description ?? "")
      }
    }
  }

  init(_ form: Form) {
    days = [:]
    for weekday in 1...7 {
      // One more than a day can hold apart, so that a long list is refused and not cut.
      days[weekday] = (1...13).compactMap { number in
        let end = "-\(weekday)-\(number)"
        let (opens, closes) = (form["opens" + end], form["closes" + end])
        guard opens != nil || closes != nil else { return nil }
        return Pair(opens: opens ?? "", closes: closes ?? "", place: form["place" + end] ?? "")
      }
    }
  }

  /// The same spans on other days as on one.
  mutating func copy(from source: Int, to targets: Set<Int>) {
    for target in targets where (1...7).contains(target) { days[target] = days[source] ?? [] }
  }

  /// Pairs to show for a day: what is there, and room for more.
  func pairs(on weekday: Int) -> [Pair] {
    let typed = days[weekday] ?? []
    return typed + Array(repeating: .empty, count: max(0, Self.usualSpans - typed.count))
  }

  /// The hours, or which days to put right. Errors stand at `day-1` … `day-7`.
  /// - Parameters:
  ///   - places: that can be chosen; anything else is refused.
  ///   - usual: the clock of hours that name none.
  ///   - today: from which a year is looked through where clocks differ.
  func parse(places: [Site], usual: Zone, today: LocalDate) -> (hours: WeekHours?, errors: FormErrors) {
    var errors = FormErrors()
    var parsed: [Int: [WeekHours.Span]] = [:]
    for weekday in 1...7 {
      let spans = (days[weekday] ?? []).compactMap { span($0, at: "day-\(weekday)", places, &errors) }.sorted {
        $0.opens < $1.opens
      }
      if !spans.isEmpty { parsed[weekday] = spans }
    }
    let clocks = HoursClocks(places: places, usual: usual)
    for weekday in clocks.overlaps(in: parsed, from: today).sorted() {
      errors.refuse("day-\(weekday)", "scheduleSettings.spansOverlap")
    }
    // None at all would mean open day and night.
    if errors.isEmpty, parsed.isEmpty { errors.refuse("day-1", "scheduleSettings.noHours") }
    return (errors.isEmpty ? WeekHours(days: parsed) : nil, errors)
  }

  private func span(
    _ pair: Pair, at field: String, _ places: [Site], _ errors: inout FormErrors
  ) -> WeekHours.Span? {
    let (opens, closes) = (SingleLine.clean(pair.opens), SingleLine.clean(pair.closes))
    if opens.isEmpty && closes.isEmpty { return nil }
    guard let start = LocalTime(text: opens), let end = LocalTime(text: closes) else {
      errors.refuse(field, "scheduleSettings.timeMissing")
      return nil
    }
    let location = LocationID(text: pair.place)
    guard pair.place.isEmpty || places.contains(where: { $0.location == location }) else {
      errors.refuse(field, "forms.choose")
      return nil
    }
    // A browser's time field has no 24:00: closing at 00:00 is the end of the day.
    let span = WeekHours.Span(
      opens: start.minutes, closes: end.minutes == 0 ? 1440 : end.minutes, location: location)
    guard span.opens % 5 == 0, span.closes % 5 == 0 else {
      errors.refuse(field, "scheduleSettings.timeSteps")
      return nil
    }
    guard span.opens < span.closes else {
      errors.refuse(field, "scheduleSettings.timeOrder")
      return nil
    }
    return span
  }

  private static func text(_ minutes: Int) -> String { LocalTime(minutes: minutes % 1440)?.description ?? "" }
}
