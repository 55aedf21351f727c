import Core
import Templates

/// One time to press: a button that carries its instant.
struct SlotButton: TemplateModel {
  let value: String
  /// Where no heading says it: times that are offered instead may be on another day.
  let day: String?
  let time: String
  /// How many places of a session are left; nil for a time of one's own.
  let note: String?
  /// "Thursday 12 March 2026, 10:30", for those who do not see the page.
  let fullLabel: String
  static let fields: [Field<SlotButton>] = [
    .text("value") { $0.value },
    .optionalText("day") { $0.day },
    .text("time") { $0.time },
    .optionalText("note") { $0.note },
    .text("fullLabel") { $0.fullLabel },
  ]
  init(_ start: Instant, _ words: SlotWords, saysDay: Bool, note: String? = nil) {
    value = InstantText.encode(start)
    day = saysDay ? words.formats.date(words.local(start).date, .short) : nil
    time = words.time(start)
    self.note = note
    fullLabel = [words.date(start), words.time(start), note].compactMap { $0 }.joined(separator: ", ")
  }
}

/// The slots of a part of the day; empty parts are left out of the page.
struct DayPart: TemplateModel {
  enum Name: String, CaseIterable, Sendable {
    case morning, afternoon, evening

    init(hour: Int) {
      switch hour {
      case ..<12: self = .morning
      case ..<17: self = .afternoon
      default: self = .evening
      }
    }
    /// The key of its word.
    var label: String {
      switch self {
      case .morning: "booking.morning"
      case .afternoon: "booking.afternoon"
      case .evening: "booking.evening"
      }
    }
  }
  let label: String
  let icon: String
  let slots: [SlotButton]
  static let fields: [Field<DayPart>] = [
    .text("label") { $0.label },
    .text("icon") { $0.icon },
    .list("slots") { $0.slots },
  ]

  /// - Parameter first: those that suit the practice best; they stand before the parts of the day.
  /// - Parameter left: places of those that are sessions.
  static func parts(
    of starts: [Instant], first: Set<Instant>, left: [Instant: PlacesLeft], _ words: SlotWords, _ text: Localizer
  ) -> [DayPart] {
    let button = { (start: Instant) in
      SlotButton(start, words, saysDay: false, note: left[start].map { $0.words(text) })
    }
    let suggested = starts.filter(first.contains)
    let best =
      suggested.isEmpty
      ? []
      : [
        DayPart(
          label: text.text("booking.suggested"), icon: "check-circle",
          slots: suggested.map(button))
      ]
    return best + byTime(starts.filter { !first.contains($0) }, words, text, button)
  }

  private static func byTime(
    _ starts: [Instant], _ words: SlotWords, _ text: Localizer, _ button: (Instant) -> SlotButton
  ) -> [DayPart] {
    let grouped = Dictionary(grouping: starts) { Name(hour: words.local($0).time.hour) }
    return Name.allCases.compactMap { name in
      guard let starts = grouped[name] else { return nil }
      let icon =
        switch name {
        case .morning: "sunrise"
        case .afternoon: "sun"
        case .evening: "sunset"
        }
      return DayPart(
        label: text.text(name.label), icon: icon, slots: starts.map(button))
    }
  }
}

extension PlacesLeft {
  /// "3 of 8 places left".
  func words(_ text: Localizer) -> String {
    text.text("booking.placesLeft", count: count, ["places": String(of)])
  }
}
