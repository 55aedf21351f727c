import Core
import Crypto
import Database
import Outbound
import Routing

/// Sends one notice at most once.
///
/// Look whether it is still true; mark it `sending` and commit; hand it to the mail server; write down what the server
/// said. Whoever finds a notice `sending` does not know whether the server got it, and leaves it at that.
struct NoticeSender: Sendable {
  let settings: MessagingSettings

  enum Decision {
    /// - Parameter told: hash of what it says of an appointment.
    case send(Outgoing, told: [UInt8]?, also: [Companion])
    /// Into the portal: written down, and with that it is there.
    case place(PortalText, told: [UInt8]?, also: [Companion])
    case end(Notice.State, NoticeOutcome)
    /// To the end of the quiet hours.
    case putOff(Instant)
  }

  func send(_ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection) throws -> JobOutcome {
    guard let id = NoticeID(text: job.payload) else { return .dead(reason: "malformed payload") }
    guard let notice = try Notices.find(id, in: db.reader) else { return .dead(reason: "no such notice") }
    switch notice.state {
    case .sent, .notNeeded, .failed: return .done
    case .sending:
      // Who took it along knows, or the job that finds that one knows as little.
      guard notice.with == nil else { return .done }
      for notice in [notice] + (try Companions.taken(by: notice.id, in: db.reader)) where notice.state == .sending {
        try NoticeProgress.end(notice, .failed, .mayHaveBeenSent, now, in: db)
      }
      return .done
    case .waiting: break
    }
    // Its time was put off; the job of the new one will come.
    if let sendAt = notice.sendAt, sendAt > now { return .done }
    let clock = RunningClock(from: now)
    let (decision, patient) = try decide(notice, now, db.reader)
    try settings.checkpoint(.looked)
    do {
      return try carryOut(decision, notice, patient, clock, now, db)
    } catch is Recalls.AskedMeanwhile {
      try NoticeProgress.end(notice, .notNeeded, .askedAlready, now, patient: patient, in: db)
      return .done
    }
  }

  private func carryOut(
    _ decision: Decision, _ notice: Notice, _ patient: PatientID?, _ clock: RunningClock, _ now: Instant,
    _ db: borrowing TenantConnection
  ) throws -> JobOutcome {
    switch decision {
    case .end(let state, let outcome): try NoticeProgress.end(notice, state, outcome, now, patient: patient, in: db)
    case .putOff(let moment): try NoticeProgress.putOff(notice, moment, patient, in: db)
    case .place(let text, let told, let also):
      guard try NoticeProgress.place(notice, text, told: told, also, patient, now, in: db) else {
        return also.isEmpty ? .done : .retry(reason: "another message of the series took some of it along")
      }
      try settings.checkpoint(.recorded)
    case .send(let outgoing, let told, let also):
      guard try NoticeProgress.mark(notice, to: outgoing.recipient, told: told, also, patient, in: db) else {
        // One of them was taken or changed in between: all is looked at again.
        return also.isEmpty ? .done : .retry(reason: "another message of the series took some of it along")
      }
      try settings.checkpoint(.marked)
      let (ending, receipt) = outgoing.send(attempt: notice.attempts + 1, now: now)
      try settings.checkpoint(.handedOver)
      try NoticeProgress.record(ending, receipt, [notice] + also.map(\.notice), patient, now, clock, in: db)
      try settings.checkpoint(.recorded)
    }
    return .done
  }

  private func decide(
    _ notice: Notice, _ now: Instant, _ db: borrowing TenantReader
  ) throws -> (Decision, PatientID?) {
    let writer = MailWriter(settings: settings, now: now)
    let message: MailMessage?
    let patient: PatientID?
    var told: [UInt8]?
    var also: [Companion] = []
    switch notice.topic {
    case .appointment(let id, let sequence, let rule):
      guard let visit = try Visits.find(id, in: db) else { return (.end(.notNeeded, .cancelled), nil) }
      patient = visit.patient
      if let reason = try reasonAgainst(notice, rule, sequence, visit, now, in: db) {
        return (.end(.notNeeded, reason), patient)
      }
      switch try Quiet.word(on: notice, rule, visit, now, in: db) {
      case .go: break
      case .wait(let moment): return (.putOff(moment), patient)
      case .leave(let reason): return (.end(.notNeeded, reason), patient)
      }
      // A welcome beside the confirmation is not the confirmation.
      told = rule == .welcome ? nil : visit.facts
      also = try companions(of: notice, rule, visit, now, in: db)
      if notice.channel == .inApp {
        // In the portal nobody unsubscribes by a link.
        let link = settings.baseURL + "/portal/consents"
        let mail = try writer.mail(rule, visit, also: also.map(\.visit), consentLink: link, in: db)
        return (.place(mail.inPortal, told: told, also: also), patient)
      }
      guard notice.channel == .email else {
        let text = try TextWriter(settings: settings, now: now).appointment(
          notice, rule, visit, also: also.map(\.visit), in: db)
        switch text {
        case .text(let outgoing): return (.send(outgoing, told: told, also: also), patient)
        case .not(let state, let outcome): return (.end(state, outcome), patient)
        }
      }
      message = try writer.appointment(notice, rule, visit, also: also.map(\.visit), in: db)
    case .challenge(let id):
      guard let challenge = try Challenges.find(id, in: db) else { return (.end(.notNeeded, .past), nil) }
      patient = challenge.patient
      if let reason = challenge.reasonAgainst(now: now) { return (.end(.notNeeded, reason), patient) }
      message = try writer.signIn(notice, id, expiresAt: challenge.expiresAt, in: db)
    case .staffLink(let id, _):
      patient = nil
      guard let link = try StaffLinks.find(id, in: db) else { return (.end(.notNeeded, .past), nil) }
      if let reason = link.reasonAgainst(now: now) { return (.end(.notNeeded, reason), nil) }
      message = try writer.staffLink(notice, id, link, in: db)
    case .alert(let user, let alert, let detail):
      patient = nil
      guard let member = try StaffMembers.find(user, in: db) else { return (.end(.notNeeded, .past), nil) }
      message = try writer.alert(notice, alert, detail, user, member, in: db)
    case .offer(let id):
      guard let offer = try WaitingOffers.find(id, in: db) else { return (.end(.notNeeded, .past), nil) }
      patient = offer.patient
      if let reason = offer.reasonAgainst(by: notice.channel, now: now) {
        return (.end(.notNeeded, reason), patient)
      }
      if notice.channel == .inApp {
        guard try PortalReach.exists(for: offer.patient, now: now, in: db) else {
          return (.end(.notNeeded, .noPortal), patient)
        }
        return (.place(try writer.mail(id, offer, in: db).inPortal, told: nil, also: []), patient)
      }
      guard notice.channel == .email else { return (try text(notice, id, offer, now, in: db), patient) }
      message = try writer.offer(notice, id, offer, in: db)
    case .wish(let id):
      guard let wish = try WaitingWishes.find(id, in: db) else { return (.end(.notNeeded, .withdrawn), nil) }
      patient = wish.patient
      if let reason = wish.reasonAgainst() { return (.end(.notNeeded, reason), patient) }
      message = try writer.wish(notice, wish, in: db)
    case .words(let id): return try words(notice, id, now, in: db)
    case .message(let id, let account): return try waiting(notice, id, account, now, in: db)
    case .portalAlert(let account, let alert):
      guard let reader = try PortalReaders.find(account, in: db) else { return (.end(.notNeeded, .past), nil) }
      patient = reader.patient
      message = try writer.portalAlert(notice, alert, in: db)
    }
    guard let message else { return (.end(.failed, .unwritableAddress), patient) }
    guard let transport = settings.transport else { return (.end(.failed, .noMailServer), patient) }
    return (.send(.mail(message, transport), told: told, also: also), patient)
  }

  /// Of news about a series: what else it tells of.
  private func companions(
    of notice: Notice, _ rule: AppointmentRule, _ visit: Visit, _ now: Instant, in db: borrowing TenantReader
  ) throws -> [Companion] {
    // The words that WhatsApp approved are about one date.
    guard rule == .change || rule == .cancellation, notice.channel != .whatsapp else { return [] }
    return try Companions.find(of: notice, visit, in: db).filter { other in
      try reasonAgainst(other.notice, rule, other.visit.sequence, other.visit, now, in: db) == nil
    }
  }

  /// Of an offer. In quiet hours it waits, or is left to the mail.
  private func text(
    _ notice: Notice, _ id: EntityID, _ offer: WaitingOffer, _ now: Instant, in db: borrowing TenantReader
  ) throws -> Decision {
    let quiet = try QuietSettings.find(in: db).hours
    switch try offer.word(quiet, practiceZone: db.practice.zoneName, now: now) {
    case .go: break
    case .wait(let moment): return .putOff(moment)
    case .leave(let reason): return .end(.notNeeded, reason)
    }
    switch try TextWriter(settings: settings, now: now).offer(notice, id, offer, in: db) {
    case .text(let outgoing): return .send(outgoing, told: nil, also: [])
    case .not(let state, let outcome): return .end(state, outcome)
    }
  }

  /// Everything is read again right before it is sent.
  private func reasonAgainst(
    _ notice: Notice, _ rule: AppointmentRule, _ sequence: Int, _ visit: Visit, _ now: Instant,
    in db: borrowing TenantReader
  ) throws -> NoticeOutcome? {
    if let reason = visit.reasonAgainst(rule, by: notice.channel, sequence: sequence, now: now) { return reason }
    if notice.channel == .inApp, try !PortalReach.exists(for: visit.patient, now: now, in: db) { return .noPortal }
    guard let settings = try NoticeRules.find(rule, in: db), settings.isOn(for: visit.service) else { return .ruleOff }
    if rule.kind == .comeAgain { return try Recalls.reasonAgainst(notice, visit, now: now, in: db) }
    guard rule.kind.isNews else { return nil }
    if rule.kind.canBeSilenced, try Silence.holds(for: visit, in: db) { return .notTold }
    let told = try Notices.lastTold(of: visit.appointment, by: notice.channel, in: db)
    return told == visit.facts ? .unchanged : nil
  }
}
