import Core
import Database

extension NoticeSender {
  /// Words that were due longer ago may be wrong by now, "today" above all: somebody decides whether they still leave.
  private static let hoursFresh = 24

  /// That a written message waits. Whether it does, and whether they are still to be told so, is read again here.
  func waiting(
    _ notice: Notice, _ id: WrittenMessageID, _ account: EntityID?, _ now: Instant, in db: borrowing TenantReader
  ) throws -> (Decision, PatientID?) {
    guard let message = try WaitingMessages.find(id, now: now, in: db) else {
      return (.end(.notNeeded, .withdrawn), nil)
    }
    let patient = message.person.patient
    if let reason = message.reasonAgainst(account) { return (.end(.notNeeded, reason), patient) }
    guard let transport = settings.transport else { return (.end(.failed, .noMailServer), patient) }
    let address = message.person.address(account) ?? ""
    guard let mail = try MailWriter(settings: settings, now: now).message(notice, to: address, in: db) else {
      return (.end(.failed, .unwritableAddress), patient)
    }
    return (.send(.mail(mail, transport), told: nil, also: []), patient)
  }

  /// Words of the practice, as they were written. Whether the patient still agrees, and where to, is read again here.
  /// What is not sent has failed: nothing else brings the patient these words, so that somebody must know.
  func words(
    _ notice: Notice, _ id: WrittenMessageID, _ now: Instant, in db: borrowing TenantReader
  ) throws -> (Decision, PatientID?) {
    guard let message = try WaitingMessages.find(id, now: now, in: db),
      let text = try WrittenMessages.text(of: id, in: db)
    else { return (.end(.notNeeded, .withdrawn), nil) }
    let person = message.person
    if let closure = person.closure { return (.end(.failed, closure.outcome), person.patient) }
    if let due = notice.sendAt, due.adding(hours: Self.hoursFresh) < now {
      return (.end(.failed, .past), person.patient)
    }
    let media = try MessageMedia.read(for: person, sendsMail: settings.transport != nil, in: db)
    if let obstacle = media.obstacle(to: message.medium) { return (.end(.failed, obstacle.outcome), person.patient) }
    let moment = media.leaves(by: message.medium, now: now)
    if moment > now { return (.putOff(moment), person.patient) }
    if message.medium == .sms {
      let written = try TextWriter(settings: settings, now: now).words(notice, text, to: person.phone, in: db)
      switch written {
      case .text(let outgoing): return (.send(outgoing, told: nil, also: []), person.patient)
      case .not(_, let outcome): return (.end(.failed, outcome), person.patient)
      }
    }
    guard let transport = settings.transport else { return (.end(.failed, .noMailServer), person.patient) }
    guard let mail = try MailWriter(settings: settings, now: now).words(notice, text, for: person, in: db) else {
      return (.end(.failed, .unwritableAddress), person.patient)
    }
    return (.send(.mail(mail, transport), told: nil, also: []), person.patient)
  }
}
