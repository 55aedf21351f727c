import Core
import Database
import Templates

/// Writes the mail that says that a message waits. What it says stands behind a second factor, and whose it is as well.
struct MessageMail {
  let practice: PracticeProfile
  let contact: PracticeContact
  /// Where the portal is entered.
  let link: String
  let words: Localizer

  var subject: String { words.text("mail.message.subject", ["practice": practice.name]) }

  var text: String {
    var mail = MailText()
    mail.add(words.text("mail.hello"))
    mail.add(words.text("mail.message.lead", ["practice": Isolation(language: words.language)(practice.name)]))
    mail.add(words.text("mail.message.link"), link)
    mail.add(words.text("mail.message.note"))
    let signature = Signature(practice: practice, contact: contact, words: words)
    mail.add(signature.lines)
    mail.add(signature.note)
    return mail.text
  }
}
