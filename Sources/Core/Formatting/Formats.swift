/// Dates, times, amounts and lists as one reader expects them.
///
/// The words and patterns are our own short tables after CLDR 46 (en-GB, de, he), so no ICU is carried along. Output
/// is plain text, to be escaped like any other. Hebrew amounts hold direction marks.
public struct Formats: Sendable, Hashable {
  public let language: Language
  /// "2:30 pm" instead of "14:30".
  public let uses12HourClock: Bool

  public init(language: Language, uses12HourClock: Bool) {
    self.language = language
    self.uses12HourClock = uses12HourClock
  }

  /// U+2212. In Hebrew after a left-to-right mark (CLDR `minusSign`), or it would stand behind the digits.
  var minus: String {
    switch language {
    case .en, .de: "\u{2212}"
    case .he: "\u{200E}\u{2212}"
    }
  }
}
