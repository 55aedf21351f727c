import Core
import Database
import Templates

/// Writes the mail with a link to a member of staff: an invitation, a new password, new factors.
struct StaffLinkMail {
  let content: StaffLink
  let practice: PracticeProfile
  let contact: PracticeContact
  let link: String
  let times: StaffTimes
  let words: Localizer

  private var purpose: String { content.purpose.rawValue }

  var subject: String { words.text("mail.\(purpose).subject", ["practice": practice.name]) }

  var text: String {
    let isolated = Isolation(language: words.language)
    var mail = MailText()
    mail.add(words.text("mail.staff.hello", ["name": isolated(content.name)]))
    mail.add(
      words.text(
        "mail.\(purpose).lead",
        ["practice": isolated(practice.name), "role": words.text("role.\(content.role.rawValue)")]),
      content.sender.map { words.text("mail.staff.sender", ["sender": isolated($0)]) } ?? "")
    mail.add(words.text("mail.\(purpose).link"), link)
    mail.add(words.text("mail.staff.limits", ["moment": times.moment(content.expiresAt)]))
    mail.add(words.text("mail.\(purpose).needs"))
    mail.add(words.text("mail.\(purpose).notYou"))
    let signature = Signature(practice: practice, contact: contact, words: words)
    mail.add(signature.lines)
    mail.add(signature.note)
    return mail.text
  }
}
