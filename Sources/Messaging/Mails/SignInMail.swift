import Core
import Database
import Templates

/// Writes the mail that signs a patient in.
struct SignInMail {
  let practice: PracticeProfile
  let contact: PracticeContact
  let link: String
  /// Six digits.
  let code: String
  let expiresAt: Instant
  let now: Instant
  let words: Localizer

  var subject: String { words.text("mail.signIn.subject", ["practice": practice.name]) }

  var text: String {
    var mail = MailText()
    mail.add(words.text("mail.hello"))
    mail.add(words.text("mail.signIn.lead", ["practice": Isolation(language: words.language)(practice.name)]))
    mail.add(words.text("mail.signIn.link"), link)
    // The code alone on its line: easy to read out and to copy, in any direction of writing.
    mail.add(words.text("mail.signIn.code"), code)
    let minutes = max(1, expiresAt.minutes(since: now))
    mail.add(words.text("mail.signIn.limits", count: minutes))
    mail.add(words.text("mail.signIn.notYou"))
    let signature = Signature(practice: practice, contact: contact, words: words)
    mail.add(signature.lines)
    mail.add(signature.note)
    return mail.text
  }
}
