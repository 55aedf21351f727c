import Core
import Crypto
import Database

/// Writes down how far the sending of a notice has come, each step in a transaction of its own.
enum NoticeProgress {
  private struct TakenMeanwhile: Error {}

  /// All or none. False when somebody else was first with one of them.
  static func mark(
    _ notice: Notice, to recipient: String, told: [UInt8]?, _ also: [Companion], _ patient: PatientID?,
    in db: borrowing TenantConnection
  ) throws -> Bool {
    let count = also.isEmpty ? [] : ["also=\(also.count)"]
    let event = AuditEvent(
      "notice.send", "messaging_notice", notice.id.id, patient: patient, fields: [notice.rule] + count)
    let token = notice.isUnsubscribable ? try Unsubscription.token(of: notice.id, in: db.reader) : nil
    // Always in one order: two who take each other along wait, and do not block one another.
    let all = [(notice: notice, told: told)] + also.map { (notice: $0.notice, told: $0.visit.facts) }
    do {
      return try db.transaction(event) { tx in
        try Recalls.claim(notice, in: tx)
        for one in all.sorted(by: { $0.notice.id < $1.notice.id }) {
          let isOwn = one.notice.id == notice.id
          let isMarked = try Notices.markSending(
            one.notice, to: recipient, told: one.told, unsubscribe: isOwn ? token?.hash : nil,
            with: isOwn ? nil : notice.id, in: tx)
          guard isMarked else { throw TakenMeanwhile() }
        }
        return true
      }
    } catch is TakenMeanwhile {
      return false
    }
  }

  /// All or none, in one step: what stands in the portal is there for good, so nothing can be lost or come twice.
  /// False when somebody else was first with one of them.
  static func place(
    _ notice: Notice, _ text: PortalText, told: [UInt8]?, _ also: [Companion], _ patient: PatientID?, _ now: Instant,
    in db: borrowing TenantConnection
  ) throws -> Bool {
    let count = also.isEmpty ? [] : ["also=\(also.count)"]
    let event = AuditEvent(
      "notice.place", "messaging_notice", notice.id.id, patient: patient, fields: [notice.rule] + count)
    let all = [(notice: notice, told: told)] + also.map { (notice: $0.notice, told: $0.visit.facts) }
    do {
      return try db.transaction(event) { tx in
        try Recalls.claim(notice, in: tx)
        for one in all.sorted(by: { $0.notice.id < $1.notice.id }) {
          let isOwn = one.notice.id == notice.id
          let isPlaced = try Inbox.place(
            one.notice, isOwn ? text : nil, told: one.told, with: isOwn ? nil : notice.id, patient, now: now, in: tx)
          guard isPlaced else { throw TakenMeanwhile() }
        }
        return true
      }
    } catch is TakenMeanwhile {
      return false
    }
  }

  static func putOff(
    _ notice: Notice, _ moment: Instant, _ patient: PatientID?, in db: borrowing TenantConnection
  ) throws {
    let event = AuditEvent(
      "notice.replan", "messaging_notice", notice.id.id, patient: patient, fields: [notice.rule, "quiet"])
    try db.transaction(event) { tx in try Notices.putOff(notice, until: moment, in: tx) }
  }

  static func end(
    _ notice: Notice, _ state: Notice.State, _ outcome: NoticeOutcome, _ now: Instant, patient: PatientID? = nil,
    in db: borrowing TenantConnection
  ) throws {
    let fields = [notice.rule, state.rawValue]
    let event = AuditEvent("notice.end", "messaging_notice", notice.id.id, patient: patient, fields: fields)
    _ = try db.transaction(event) { tx in try Notices.end(notice, as: state, outcome, now: now, in: tx) }
  }

  /// - Parameters:
  ///   - notices: the one that was handed over, and those that it tells of as well.
  ///   - clock: what failed is news of when it is known, however long the server took.
  static func record(
    _ ending: Ending, _ receipt: CarrierReceipt?, _ notices: [Notice], _ patient: PatientID?, _ now: Instant,
    _ clock: RunningClock, in db: borrowing TenantConnection
  ) throws {
    for notice in notices { try record(ending, receipt, notice, patient, now, clock, in: db) }
  }

  private static func record(
    _ ending: Ending, _ receipt: CarrierReceipt?, _ notice: Notice, _ patient: PatientID?, _ now: Instant,
    _ clock: RunningClock, in db: borrowing TenantConnection
  ) throws {
    let attempt = notice.attempts + 1
    let event = AuditEvent(
      "notice.result", "messaging_notice", notice.id.id, patient: patient, fields: [notice.rule, ending.code],
      result: ending.code == "failed" ? .failed : .done)
    try db.transaction(event) { tx in try write(ending, receipt, notice, attempt, patient, now, clock, in: tx) }
  }

  private static func write(
    _ ending: Ending, _ receipt: CarrierReceipt?, _ notice: Notice, _ attempt: Int, _ patient: PatientID?,
    _ now: Instant, _ clock: RunningClock, in tx: borrowing TenantTransaction
  ) throws {
    switch ending {
    case .sent(let outcome):
      try Notices.record(
        notice, attempt: attempt, as: .sent, outcome, carrier: receipt, sentAt: now, now: now, in: tx)
    case .failed(let outcome):
      try Notices.record(
        notice, attempt: attempt, as: .failed, outcome, carrier: nil, sentAt: nil, now: clock.now, in: tx)
      // The carrier takes nothing for this number until the patient says so: nothing else is tried.
      if case .notDelivered(.stopped, _) = outcome, let patient {
        try Preferences.refuse(notice.channel, by: .carrier, patient, now: now, in: tx)
      }
    case .later(let outcome, let at):
      try Notices.postpone(notice, attempt: attempt, until: at, outcome, in: tx)
    }
  }
}
