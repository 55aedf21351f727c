import Core
import Templates

/// The words of the practice for one rule, by one channel, in one language.
struct NoticeText: Sendable, Equatable {
  /// Code points.
  static let subjectLimit = 150
  static let bodyLimit = 1000
  /// Of a text, which is paid for by its parts.
  static let textLimit = 320

  /// Empty where the channel has none.
  let subject: String
  let body: String
  /// 0 for what comes with the product.
  let version: Int

  /// What comes with the product, with the variables it uses.
  static func standard(_ kind: AppointmentRule.Kind, by channel: Channel, _ words: Localizer) -> NoticeText {
    standard(kind.rawValue, by: channel, words)
  }

  /// - Parameter topic: a kind of rule, or `withdrawal`.
  static func standard(_ topic: String, by channel: Channel, _ words: Localizer) -> NoticeText {
    let names = ["practice", "date", "time", "link", "booking"]
    let variables = Dictionary(uniqueKeysWithValues: names.map { ($0, "{{\($0)}}") })
    guard channel == .email else {
      return NoticeText(subject: "", body: words.text("sms.\(topic)", variables), version: 0)
    }
    return NoticeText(
      subject: words.text("mail.\(topic).subject", variables), body: words.text("mail.\(topic).lead"),
      version: 0)
  }
}
