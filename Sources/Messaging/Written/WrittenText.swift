import Core
import Templates

/// A text in words of the practice: who writes, what, that nobody reads answers and whom to call, and how to end it.
struct WrittenText {
  /// Code points that may be typed, as in the practice's own texts for appointments.
  static let limit = NoticeText.textLimit

  let practice: String
  /// Of the practice; empty where it has none.
  let phone: String
  let typed: String
  /// In the patient's language.
  let words: Localizer

  var body: String {
    let unread = words.text(phone.isEmpty ? "sms.words.noPhone" : "sms.words", ["phone": phone])
    return TextSegments.plain([practice + ": " + typed, unread, words.text("sms.stop")].joined(separator: "\n"))
  }

  /// How much may be typed into one part: of the short alphabet, nil where what stands around it goes beyond that; and
  /// of any letters.
  var room: (plain: Int?, wide: Int) {
    let frame = WrittenText(practice: practice, phone: phone, typed: "", words: words).body
    let around = TextSegments(frame)
    return (around.alphabet == .gsm7 ? max(160 - around.units, 0) : nil, max(70 - frame.utf16.count, 0))
  }
}
