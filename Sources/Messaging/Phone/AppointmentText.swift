import Core
import Database
import Templates

/// Writes the texts about one appointment: nothing clinical, and how to end them.
struct AppointmentText {
  let kind: AppointmentRule.Kind
  /// Of a request that the patient took back: the practice's words about cancelled appointments are not true of it.
  var isWithdrawal = false
  /// The practice's own words; nil for those that come with the product.
  let own: NoticeText?
  let values: TextValues
  /// Appointments that this text tells of together; 0 or 1 where it tells of one.
  let seriesCount: Int
  let words: Localizer

  var text: String {
    let topic = isWithdrawal ? "withdrawal" : kind.rawValue
    let standard = NoticeText.standard(topic, by: .sms, words).body
    let body = (isWithdrawal ? nil : own).flatMap { filled($0.body) } ?? filled(standard) ?? ""
    let series = seriesCount > 1 ? "\n" + words.text("sms.series\(kind.seriesKey)", count: seriesCount) : ""
    return TextSegments.plain(body + series + "\n" + words.text("sms.stop"))
  }

  /// Nil for a text that could not be saved today.
  private func filled(_ source: String) -> String? {
    do {
      return try TextTemplate(source, allowsClinical: false).filled { values($0, isolated: false) }
    } catch { return nil }
  }
}
