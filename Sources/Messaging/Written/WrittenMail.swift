import Core
import Database
import Templates

/// Writes the mail that carries words of the practice. Its subject says nothing of them: it shows on locked screens.
struct WrittenMail {
  let practice: PracticeProfile
  let contact: PracticeContact
  /// What somebody of the practice typed.
  let typed: String
  struct Portal {
    /// Where it is entered.
    let link: String
    /// Where the consent to such mails is taken back.
    let consents: String
  }
  /// Nil where the patient cannot sign in: then all is said by telephone.
  let portal: Portal?
  let words: Localizer

  var subject: String { words.text("mail.written.subject", ["practice": practice.name]) }

  var text: String {
    let isolated = Isolation(language: words.language)
    var mail = MailText()
    mail.add(words.text("mail.hello"))
    mail.add(words.text("mail.written.lead", ["practice": isolated(practice.name)]))
    mail.add(isolated.keepingLines(typed))
    let phone = ["phone": isolated(contact.phone)]
    if let portal { mail.add(words.text("mail.written.portal"), portal.link) }
    if !contact.phone.isEmpty {
      mail.add(words.text(portal == nil ? "mail.written.phoneAlone" : "mail.written.phone", phone))
    }
    mail.add(Signature(practice: practice, contact: contact, words: words).lines)
    if let portal {
      mail.add(words.text("mail.written.note"), portal.consents)
    } else {
      mail.add(words.text(contact.phone.isEmpty ? "mail.written.noteAlone" : "mail.written.notePhone", phone))
    }
    return mail.text
  }
}
