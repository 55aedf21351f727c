import Core
import Crypto
import Database
import Templates
import Web

/// What a notice says in the portal. Kept as it was said: a later change of the appointment is another message.
struct PortalText: Sendable, Equatable {
  static let column = SealedColumn("messaging_notice", "sealed_text")

  let subject: String
  /// Paragraphs with an empty line between them.
  let body: String

  init(subject: String, body: String) { (self.subject, self.body) = (subject, body) }

  /// As it is stored.
  var stored: String { subject + "\n" + body }

  init(stored: String) {
    let parts = stored.utf8.split(separator: 0x0a, maxSplits: 1, omittingEmptySubsequences: false)
    subject = parts.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    body = parts.count == 2 ? String(decoding: parts[1], as: UTF8.self) : ""
  }

  /// Lines of each paragraph.
  var paragraphs: [[String]] {
    let lines = body.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
    return lines.split(whereSeparator: \.isEmpty).map { $0.map { String(decoding: $0, as: UTF8.self) } }
  }
}

extension AppointmentMail {
  /// The words of the mail, without what a mail alone needs: the portal has the links, and says whose it is.
  var inPortal: PortalText {
    var text = MailText()
    addNews(to: &text)
    return PortalText(subject: SingleLine.clean(subject), body: text.text)
  }
}

extension OfferMail {
  var inPortal: PortalText {
    var text = MailText()
    text.add(words.text("mail.offer.lead", ["practice": Isolation(language: words.language)(practice.name)]))
    text.add(facts)
    text.add(words.text("mail.offer.until", ["moment": times.moment(offer.expiresAt)]))
    text.add(words.text("mail.offer.next"))
    return PortalText(subject: SingleLine.clean(subject), body: text.text)
  }
}
