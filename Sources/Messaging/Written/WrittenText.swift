import Core
import Templates

/// A text in words of the practice: who writes, what, and how to end it.
struct WrittenText {
  /// Code points that may be typed, as in the practice's own texts for appointments.
  static let limit = NoticeText.textLimit

  let practice: String
  let typed: String
  /// In the patient's language.
  let words: Localizer

  var body: String { TextSegments.plain(practice + ": " + typed + "\n" + words.text("sms.stop")) }

  /// How much may be typed into one part: of the short alphabet, nil where what stands around it goes beyond that; and
  /// of any letters.
  var room: (plain: Int?, wide: Int) {
    let frame = WrittenText(practice: practice, typed: "", words: words).body
    let around = TextSegments(frame)
    return (around.alphabet == .gsm7 ? max(160 - around.units, 0) : nil, max(70 - frame.utf16.count, 0))
  }
}
