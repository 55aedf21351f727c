import Core
import Database
import Templates

/// Writes the mail with news of somebody's second factors in the portal. Says nothing of whose visits they see.
struct PortalAlertMail {
  let alert: PortalAlert
  let practice: PracticeProfile
  let contact: PracticeContact
  let at: Instant
  /// Of the portal.
  let link: String
  let times: StaffTimes
  let words: Localizer

  var subject: String { words.text("mail.\(alert.rawValue).subject", ["practice": practice.name]) }

  var text: String {
    let isolated = Isolation(language: words.language)
    var mail = MailText()
    mail.add(words.text("mail.hello"))
    mail.add(words.text("mail.\(alert.rawValue).lead", ["practice": isolated(practice.name)]))
    mail.add([words.text("mail.alert.when", ["moment": times.moment(at)])])
    if alert.isOwn {
      if alert != .exportReady { mail.add(words.text("mail.alert.you")) }
      mail.add(words.text("mail.portal.notYou"), link)
    } else {
      mail.add(words.text("mail.portal.unexpected"))
      mail.add(words.text("mail.portal.look"), link)
    }
    let signature = Signature(practice: practice, contact: contact, words: words)
    mail.add(signature.lines)
    mail.add(signature.note)
    return mail.text
  }
}
