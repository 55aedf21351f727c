import Core
import Database
import Outbound
import Templates

/// Sends a message to whoever asked for it, once, and writes down what the other server said. A test that is tried again
/// by itself would say nothing about now.
struct TrialJob: Sendable {
  let settings: MessagingSettings

  /// The payload is the trial's id.
  func run(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = EntityID(text: job.payload), let trial = try Trials.find(id, in: db.reader) else {
      return .dead(reason: "no such trial")
    }
    switch trial.state {
    case .sent, .failed: return .done
    case .sending:
      try end(trial, .failed, .mayHaveBeenSent, now, in: db)
      return .done
    case .waiting: break
    }
    let (outgoing, obstacle) = try write(trial, now, in: db.reader)
    guard let outgoing else {
      try end(trial, .failed, obstacle ?? .unwritableAddress, now, in: db)
      return .done
    }
    let event = AuditEvent("message.trial.send", "messaging_trial", id, fields: [trial.channel.rawValue])
    guard try db.transaction(event, { tx in try Trials.mark(id, in: tx) }) else { return .done }
    switch outgoing.send(attempt: 1, now: now).ending {
    case .sent(let outcome): try end(trial, .sent, outcome, now, in: db)
    case .failed(let outcome), .later(let outcome, _): try end(trial, .failed, outcome, now, in: db)
    }
    return .done
  }

  private func end(
    _ trial: Trial, _ state: Trial.State, _ outcome: NoticeOutcome, _ now: Instant, in db: borrowing TenantConnection
  ) throws {
    let event = AuditEvent(
      "message.trial.result", "messaging_trial", trial.id, fields: [trial.channel.rawValue, state.rawValue],
      result: state == .failed ? .failed : .done)
    try db.transaction(event) { tx in try Trials.end(trial.id, as: state, outcome, now: now, in: tx) }
  }

  private func write(
    _ trial: Trial, _ now: Instant, in db: borrowing TenantReader
  ) throws -> (Outgoing?, obstacle: NoticeOutcome?) {
    guard let member = try StaffMembers.find(trial.user, in: db) else { return (nil, .unwritableAddress) }
    let words = settings.catalogs.localizer(for: member.language)
    guard trial.channel == .email else {
      guard let carrier = try Carriers.find(in: db), carrier.carries(trial.channel),
        let token = try Carriers.token(of: carrier, in: db)
      else { return (nil, .textOff) }
      guard let number = MobileNumber(try Trials.recipient(trial.id, in: db) ?? "", country: carrier.country) else {
        return (nil, .noNumber)
      }
      let text = OutgoingText(
        channel: trial.channel, to: number.text,
        body: TextSegments.plain(words.text("sms.trial", ["practice": db.practice.name])),
        statusAddress: settings.baseURL + StatusHook.path(db.practice.slug, NoticeID(trial.id)))
      return (.text(text, carrier, token: token, settings.texts), nil)
    }
    guard let transport = settings.transport else { return (nil, .noMailServer) }
    let domain = settings.sender.address.split(separator: "@").last.map(String.init) ?? ""
    guard let to = MailAddress(member.email), let id = MessageID("\(trial.id)@\(domain)"),
      let from = MailAddress(settings.sender.address, name: db.practice.name)
    else { return (nil, .unwritableAddress) }
    let contact = try Visits.contact(in: db)
    let isolated = Isolation(language: words.language)
    var mail = MailText()
    mail.add(words.text("mail.hello"))
    mail.add(
      words.text("mail.trial.lead", ["name": isolated(member.name), "practice": isolated(db.practice.name)]))
    let signature = Signature(practice: db.practice, contact: contact, words: words)
    mail.add(signature.lines)
    mail.add(signature.note)
    let message = MailMessage(
      id: id, date: now, from: from, to: to, replyTo: MailAddress(contact.email),
      subject: words.text("mail.trial.subject", ["practice": db.practice.name]), language: member.language,
      text: mail.text)
    return (.mail(message, transport), nil)
  }
}
