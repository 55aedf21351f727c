import Core
import Database

extension NoticeSender {
  /// That a written message waits. Whether it does, and whether they are still to be told so, is read again here.
  func waiting(
    _ notice: Notice, _ id: WrittenMessageID, _ account: EntityID?, _ now: Instant, in db: borrowing TenantReader
  ) throws -> (Decision, PatientID?) {
    guard let message = try WaitingMessages.find(id, now: now, in: db) else {
      return (.end(.notNeeded, .withdrawn), nil)
    }
    let patient = message.person.patient
    if let reason = message.reasonAgainst(notice.channel, account) { return (.end(.notNeeded, reason), patient) }
    guard notice.channel == .email else { return (try text(notice, message, now, in: db), patient) }
    guard let transport = settings.transport else { return (.end(.failed, .noMailServer), patient) }
    let address = message.person.address(.email, account) ?? ""
    guard let mail = try MailWriter(settings: settings, now: now).message(notice, to: address, in: db) else {
      return (.end(.failed, .unwritableAddress), patient)
    }
    return (.send(.mail(mail, transport), told: nil, also: []), patient)
  }

  /// In quiet hours it waits for their end: the message is there, and a mail has said so.
  private func text(
    _ notice: Notice, _ message: WaitingMessage, _ now: Instant, in db: borrowing TenantReader
  ) throws -> Decision {
    let zone = try Zone(name: message.person.zone ?? db.practice.zoneName)
    let quiet = try QuietSettings.find(in: db).hours
    if case .at(let moment) = quiet.moment(now, before: nil, zone, now: now), moment > now { return .putOff(moment) }
    switch try TextWriter(settings: settings, now: now).message(notice, to: message.person.phone, in: db) {
    case .text(let outgoing): return .send(outgoing, told: nil, also: [])
    case .not(let state, let outcome): return .end(state, outcome)
    }
  }
}
