import Core
import Database
import Templates

/// Writes the mail that carries words of the practice. Its subject says nothing of them: it shows on locked screens.
struct WrittenMail {
  let practice: PracticeProfile
  let contact: PracticeContact
  /// What somebody of the practice typed.
  let typed: String
  /// Where the portal is entered; nil where nobody can sign in for the patient.
  let portalLink: String?
  /// Where the consent to such mails is taken back.
  let consentLink: String
  let words: Localizer

  var subject: String { words.text("mail.written.subject", ["practice": practice.name]) }

  var text: String {
    let isolated = Isolation(language: words.language)
    var mail = MailText()
    mail.add(words.text("mail.hello"))
    mail.add(words.text("mail.written.lead", ["practice": isolated(practice.name)]))
    mail.add(isolated.keepingLines(typed))
    if let portalLink { mail.add(words.text("mail.written.portal"), portalLink) }
    if !contact.phone.isEmpty {
      mail.add(words.text("mail.written.phone", ["phone": isolated(contact.phone)]))
    }
    mail.add(Signature(practice: practice, contact: contact, words: words).lines)
    mail.add(words.text("mail.written.note"), consentLink)
    return mail.text
  }
}
