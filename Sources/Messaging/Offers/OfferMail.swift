import Core
import Database
import Templates

/// Writes the mail about a time that became free.
struct OfferMail {
  let offer: WaitingOffer
  let practice: PracticeProfile
  let contact: PracticeContact
  let link: String
  let times: VisitTimes
  let words: Localizer

  /// The practice's name and a time: subjects show on locked screens.
  var subject: String {
    words.text(
      "mail.offer.subject", ["practice": practice.name, "date": times.date, "time": times.shortTime])
  }

  var text: String {
    let isolated = Isolation(language: words.language)
    var mail = MailText()
    mail.add(words.text("mail.hello"))
    mail.add(words.text("mail.offer.lead", ["practice": isolated(practice.name)]))
    mail.add(facts)
    mail.add(words.text("mail.offer.until", ["moment": times.moment(offer.expiresAt)]))
    mail.add(words.text("mail.offer.link"), link)
    mail.add(words.text("mail.offer.next"))
    let signature = Signature(practice: practice, contact: contact, words: words)
    mail.add(signature.lines)
    mail.add(signature.note)
    return mail.text
  }

  var facts: [String] {
    [
      words.text("mail.when", ["date": times.date, "time": times.range, "zone": times.zoneLabel]),
      words.text("mail.with", ["name": Isolation(language: words.language)(offer.practitioner)]),
      offer.isByVideo
        ? words.text("mail.where", ["place": words.text("mail.video")])
        : offer.place.map { words.text("mail.where", ["place": Isolation(language: words.language)($0)]) } ?? "",
    ]
  }
}
