import Core
import Database
import Templates
import Web

/// Writes the mails about one appointment: subject, text and calendar entry.
struct AppointmentMail {
  let rule: AppointmentRule
  let visit: Visit
  /// Of the series that this mail tells of; none where it tells of one appointment.
  let series: [Instant]
  /// The practice's own words; nil for those that come with the product.
  let own: NoticeText?
  let practice: PracticeProfile
  /// Where the patient changes or cancels.
  let manageLink: String
  /// Where another appointment can be booked.
  let bookLink: String
  /// Of the portal.
  let signInLink: String
  /// The practice confirms each appointment by mail.
  let confirms: Bool
  /// Where consent to news is taken back.
  let consentLink: String
  let words: Localizer
  let times: VisitTimes
  let now: Instant

  private var isolated: Isolation { Isolation(language: visit.language) }

  /// The practice's name and a time. No name of a patient, nothing clinical: subjects show on locked screens.
  var subject: String {
    if let own = ownWords.flatMap({ filled($0.subject, isolated: false) }), !own.isEmpty { return own }
    return words.text(
      "mail.\(topic).subject", ["practice": practice.name, "date": times.date, "time": times.shortTime])
  }

  var text: String {
    var mail = MailText()
    mail.add(words.text("mail.hello"))
    addNews(to: &mail)
    switch rule.kind {
    case .cancellation:
      mail.add(words.text("mail.bookAgain"), bookLink)
      if !isWithdrawn { mail.add(words.text("mail.attached.cancel")) }
    case .request: mail.add(words.text("mail.request.manage"), manageLink)
    case .decline:
      if hasAnswer { mail.add(words.text("mail.decline.read"), signInLink) }
      mail.add(words.text("mail.bookAgain"), bookLink)
    case .lapse: mail.add(words.text("mail.bookAgain"), bookLink)
    case .confirmation, .change:
      mail.add(words.text("mail.manage"), manageLink)
      mail.add(words.text("mail.attached.request"))
    case .reminder: mail.add(words.text("mail.manage"), manageLink)
    case .welcome:
      mail.add(words.text("mail.manage"), manageLink)
      if visit.signsIn { mail.add(words.text("mail.welcome.portal"), signInLink) }
    case .followUp, .comeAgain:
      mail.add(words.text(rule.kind == .comeAgain ? "mail.comeAgain.book" : "mail.bookAgain"), bookLink)
      mail.add(words.text("mail.consent"), consentLink)
    }
    let signature = Signature(practice: practice, contact: visit.contact, words: words)
    mail.add(signature.lines)
    mail.add(signature.note)
    return mail.text
  }

  /// What mail and portal say alike: everything but links and signature.
  func addNews(to text: inout MailText) {
    text.add(lead)
    text.add(facts)
    if !series.isEmpty { text.add(seriesLines) }
    switch rule.kind {
    case .cancellation:
      if visit.isLateFeeDue { text.add(words.text("mail.feeDue", ["fee": times.money(visit.lateFee)])) }
    case .confirmation, .change:
      // Told to the patient alone, where they are known: who typed their name on the booking page learns nothing.
      if visit.places > 1 { text.add(words.text("mail.places", count: visit.places)) }
      text.add(terms)
    case .request:
      if let by = visit.answerBy { text.add(words.text("mail.request.next", ["moment": times.moment(by)])) }
    case .decline:
      if hasAnswer { text.add(words.text("mail.decline.answer")) }
    case .reminder: text.add(terms)
    case .welcome:
      if confirms { text.add(words.text("mail.welcome.change")) }
    case .lapse, .followUp, .comeAgain: break
    }
  }

  /// Staff wrote to the patient why: where that stands is said, and not what.
  private var hasAnswer: Bool { visit.ended?.hasAnswer ?? false }
  private var isWithdrawn: Bool { visit.isWithdrawal(rule.kind) }
  /// What a practice wrote of cancelled appointments is not true of a request that was taken back.
  private var ownWords: NoticeText? { isWithdrawn ? nil : own }

  var seriesLines: [String] {
    [words.text("mail.series\(rule.kind.seriesKey)", count: series.count)] + series.map(times.moment)
  }

  /// Of the practice's words the opening alone: when, where and how to change it follow always.
  var lead: [String] {
    let text = ownWords.flatMap { filled($0.body, isolated: true) } ?? words.text("mail.\(topic).lead")
    return text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Nil for a text that could not be saved today.
  private func filled(_ source: String, isolated: Bool) -> String? {
    let values = TextValues(
      visit: visit, practice: practice, manageLink: manageLink, bookLink: bookLink, words: words, times: times)
    do {
      return try TextTemplate(source, allowsClinical: false).filled { values($0, isolated: isolated) }
    } catch { return nil }
  }

  private var topic: String { isWithdrawn ? "withdrawal" : rule.kind.rawValue }
  /// Of what is to come, or was asked for.
  private var saysPrice: Bool {
    switch rule.kind {
    case .confirmation, .change, .request, .reminder: visit.price.minor > 0
    case .cancellation, .decline, .lapse, .welcome, .followUp, .comeAgain: false
    }
  }

  var facts: [String] {
    switch rule.kind {
    case .welcome: contactFacts
    case .comeAgain:
      [words.text("mail.comeAgain.last", ["date": times.date, "name": isolated(visit.practitioner)])]
    default: visitFacts
    }
  }

  /// Where to come, and how to reach the practice.
  private var contactFacts: [String] {
    let place = visit.isByVideo ? "" : visit.place
    return [
      place.isEmpty ? "" : words.text("mail.where", ["place": isolated(place)]),
      visit.contact.phone.isEmpty ? "" : words.text("mail.phone", ["phone": isolated(visit.contact.phone)]),
      visit.contact.email.isEmpty ? "" : words.text("mail.email", ["email": isolated(visit.contact.email)]),
    ]
  }

  private var visitFacts: [String] {
    let place = visit.isByVideo ? words.text("mail.video") : isolated(visit.place)
    var lines = [
      words.text("mail.when", ["date": times.date, "time": times.range, "zone": times.zoneLabel]),
      words.text("mail.with", ["name": isolated(visit.practitioner)]),
    ]
    if !place.isEmpty { lines.append(words.text("mail.where", ["place": place])) }
    if saysPrice {
      lines.append(words.text("mail.price", ["price": times.money(visit.price)]))
    }
    return lines
  }

  /// What changing or cancelling costs from now on, as agreed when booking.
  private var terms: [String] {
    let fee = visit.lateFee.minor > 0 ? times.money(visit.lateFee) : nil
    guard now <= visit.freeUntil else {
      return [words.text("mail.terms.tooLate")] + (fee.map { [words.text("mail.terms.feeNow", ["fee": $0])] } ?? [])
    }
    return [words.text("mail.terms.free", ["moment": times.moment(visit.freeUntil)])]
      + (fee.map { [words.text("mail.terms.feeLater", ["fee": $0])] } ?? [])
  }

  /// The entry that travels along; nil for reminders, whose entry is in the calendar already, and for requests, which no
  /// calendar has yet.
  func calendarFile(organizer: EmailAddress?, attendee: EmailAddress?) -> (method: ICalendar.Method, bytes: [UInt8])? {
    let method: ICalendar.Method
    switch rule.kind {
    case .confirmation, .change: method = .request
    case .cancellation:
      if isWithdrawn { return nil }
      method = .cancel
    case .request, .decline, .lapse, .welcome, .reminder, .followUp, .comeAgain: return nil
    }
    let entry = CalendarEntry(
      appointment: visit.appointment, sequence: visit.sequence, start: visit.start, end: visit.end,
      practiceName: practice.name, place: visit.isByVideo ? words.text("mail.video") : visit.place,
      notes: rule.kind == .cancellation ? "" : words.text("mail.manage") + "\n" + manageLink, organizer: organizer,
      attendee: attendee, language: visit.language, writtenAt: now)
    return (method, ICalendar.appointment(entry, method: method))
  }
}
