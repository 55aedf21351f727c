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
    if let reason = message.reasonAgainst(account) { return (.end(.notNeeded, reason), patient) }
    guard let transport = settings.transport else { return (.end(.failed, .noMailServer), patient) }
    let address = message.person.address(account) ?? ""
    guard let mail = try MailWriter(settings: settings, now: now).message(notice, to: address, in: db) else {
      return (.end(.failed, .unwritableAddress), patient)
    }
    return (.send(.mail(mail, transport), told: nil, also: []), patient)
  }
}
