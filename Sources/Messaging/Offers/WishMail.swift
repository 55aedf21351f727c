import Core
import Database
import Templates

/// Writes the mail that confirms a place on the waitlist: what happens next, and how to leave.
struct WishMail {
  let practice: PracticeProfile
  let contact: PracticeContact
  /// Where the patient sees the wish and takes it back.
  let link: String
  let words: Localizer

  var subject: String { words.text("mail.wish.subject", ["practice": practice.name]) }

  var text: String {
    var mail = MailText()
    mail.add(words.text("mail.hello"))
    mail.add(words.text("mail.wish.lead", ["practice": Isolation(language: words.language)(practice.name)]))
    mail.add(words.text("mail.wish.next"))
    mail.add(words.text("mail.wish.link"), link)
    mail.add(words.text("mail.wish.notYou"))
    let signature = Signature(practice: practice, contact: contact, words: words)
    mail.add(signature.lines)
    mail.add(signature.note)
    return mail.text
  }
}
