import Core
import Database
import Templates

/// Writes the mail with news of an account to the person it belongs to.
struct StaffAlertMail {
  let alert: StaffAlert
  let member: StaffMember
  let practice: PracticeProfile
  let contact: PracticeContact
  let at: Instant
  /// The browser, or the new role, in words; empty where there is none.
  let what: String
  /// Of the person's account.
  let accountLink: String
  let times: StaffTimes
  let words: Localizer

  var subject: String { words.text("mail.\(alert.rawValue).subject", ["practice": practice.name]) }

  var text: String {
    let isolated = Isolation(language: words.language)
    var mail = MailText()
    mail.add(words.text("mail.staff.hello", ["name": isolated(member.name)]))
    mail.add(words.text("mail.\(alert.rawValue).lead", ["practice": isolated(practice.name)]))
    mail.add(facts(isolated))
    if alert.isOwn {
      mail.add(words.text("mail.alert.you"))
      mail.add(words.text("mail.alert.notYou"), accountLink)
    } else {
      mail.add(words.text("mail.alert.questions"))
    }
    let signature = Signature(practice: practice, contact: contact, words: words)
    mail.add(signature.lines)
    mail.add(signature.note)
    return mail.text
  }

  private func facts(_ isolated: Isolation) -> [String] {
    let when = words.text("mail.alert.when", ["moment": times.moment(at)])
    guard !what.isEmpty else { return [when] }
    let key = alert == .roleChanged ? "mail.alert.role" : "mail.alert.browser"
    return [when, words.text(key, ["what": isolated(what)])]
  }
}
