import Database
import Templates

/// Who wrote, and where an answer goes.
struct Signature {
  let practice: PracticeProfile
  let contact: PracticeContact
  let words: Localizer

  var lines: [String] {
    let isolated = Isolation(language: words.language)
    return [isolated(practice.name)] + isolated.lines(contact.address) + [isolated(contact.phone)]
  }
  var note: String { words.text(contact.email.isEmpty ? "mail.noReply" : "mail.reply") }
}
