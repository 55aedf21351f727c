import Core
import Templates

/// One time to press: a button that carries its instant.
struct SlotButton: TemplateModel {
  let value: String
  /// Where no heading says it: times that are offered instead may be on another day.
  let day: String?
  let time: String
  /// Where, by which clock, and how many places of a session are left; nil where it goes without saying.
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
  init(_ offered: OfferedStart, _ words: SlotWords, _ text: Localizer, saysDay: Bool) {
    let start = offered.start
    value = offered.value
    day = saysDay ? words.formats.date(words.local(start).date, .short) : nil
    time = words.time(start)
    let there = offered.clock.flatMap { words.there(start, $0) }
    let parts = [
      offered.place, there.map { text.text("booking.there", ["time": $0.time]) }, offered.left.map { $0.words(text) },
    ].compactMap { $0 }
    note = parts.isEmpty ? nil : parts.joined(separator: ", ")
    fullLabel = ([words.date(start), words.time(start)] + parts + [there?.zone].compactMap { $0 }).joined(
      separator: ", ")
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
  static func parts(
    of starts: [OfferedStart], first: Set<Instant>, _ words: SlotWords, _ text: Localizer
  ) -> [DayPart] {
    let button = { (offered: OfferedStart) in SlotButton(offered, words, text, saysDay: false) }
    let suggested = starts.filter { first.contains($0.start) }
    let best =
      suggested.isEmpty
      ? []
      : [
        DayPart(
          label: text.text("booking.suggested"), icon: "check-circle",
          slots: suggested.map(button))
      ]
    return best + byTime(starts.filter { !first.contains($0.start) }, words, text, button)
  }

  private static func byTime(
    _ starts: [OfferedStart], _ words: SlotWords, _ text: Localizer, _ button: (OfferedStart) -> SlotButton
  ) -> [DayPart] {
    let grouped = Dictionary(grouping: starts) { Name(hour: words.local($0.start).time.hour) }
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
