import Core
import Database

/// Turns news of an appointment into notices.
enum AppointmentPlanner {
  enum Kind: Sendable { case booked, moved, cancelled, requested, declined, lapsed }

  /// The payload is `<appointment id> <sequence>`, and after it the member of staff who decided that the patient is not
  /// told, or `series` where the message of another appointment tells of this one.
  static func plan(
    _ kind: Kind, _ job: ClaimedJob, _ now: Instant, _ db: borrowing TenantConnection
  ) throws -> JobOutcome {
    let parts = job.payload.split(separator: " ", omittingEmptySubsequences: false)
    let isToldElsewhere = parts.count == 3 && parts[2] == "series"
    guard (2...3).contains(parts.count), let id = AppointmentID(text: parts[0]),
      let sequence = Decimal.parse(parts[1]), parts.count == 2 || isToldElsewhere || UserID(text: parts[2]) != nil
    else { return .dead(reason: "malformed payload") }
    guard let visit = try Visits.find(id, in: db.reader) else { return .dead(reason: "no such appointment") }
    // What has changed since is told by its own job.
    guard visit.sequence == sequence else { return .done }
    let news = try news(kind, visit, in: db.reader)
    let rules = try NoticeRules.all(in: db.reader)
    let quiet = try QuietSettings.find(in: db.reader).hours
    let due = try NoticePlan.due(
      news, start: visit.start, end: visit.end, service: visit.service, rules: rules, quiet: quiet,
      zone: try visit.clock, now: now
    ).filter { due in
      if isToldElsewhere, due.rule.rule.kind.isImmediate { return false }
      return try due.rule.rule != .welcome || Welcomes.isDue(visit, since: due.rule.onSince, in: db.reader)
    }
    let reason: NoticeOutcome? = due.isEmpty && visit.start <= now ? .past : visit.isPatientDeceased ? .deceased : nil
    // What did not happen is part of the trail: names of rules, or why there is no notice.
    let fields = reason.map { [$0.text] } ?? due.map(\.rule.rule.rawValue)
    let event = AuditEvent("notice.plan", "scheduling_appointment", id.id, patient: visit.patient, fields: fields)
    let silencer = parts.count == 3 ? UserID(text: parts[2]) : nil
    try db.transaction(event) { tx in
      try Notices.drop(of: id, before: sequence, visit.isCancelled ? .cancelled : .moved, now: now, in: tx)
      guard reason == nil else { return }
      if let silencer { try Silence.record(visit, by: silencer, now: now, in: tx) }
      let isSilent = try Silence.holds(for: visit, in: tx.reader)
      for due in due where !isSilent || !due.rule.rule.kind.canBeSilenced {
        for channel in Channel.allCases where due.rule.channels.contains(channel) {
          let keepsQuiet = channel.keepsQuietHours
          try plan(
            notice(due.rule.rule, channel, visit), at: keepsQuiet ? due.at : due.due,
            isSilenced: keepsQuiet && due.isSilenced, now: now, in: tx)
        }
      }
    }
    return .done
  }

  /// - Parameter isSilenced: it is written down that it is not sent, so that the timeline says why.
  static func plan(
    _ notice: Notice, at sendAt: Instant, isSilenced: Bool, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    guard try Notices.plan(notice, at: sendAt, now: now, in: tx), isSilenced else { return }
    _ = try Notices.end(notice, as: .notNeeded, .quietHours, now: now, in: tx)
  }

  /// Nobody knows today where somebody can be reached in a month: the address is looked up when the notice is sent.
  static func notice(_ rule: AppointmentRule, _ channel: Channel, _ visit: Visit) -> Notice {
    Notice(
      id: .make(), topic: .appointment(visit.appointment, sequence: visit.sequence, rule), language: visit.language,
      recipient: recipient(channel, visit), state: .waiting, attempts: 0, channel: channel)
  }

  private static func recipient(_ channel: Channel, _ visit: Visit) -> String {
    switch channel {
    case .email: visit.email ?? ""
    case .sms, .whatsapp: visit.phone ?? ""
    case .inApp: ""
    }
  }

  private static func news(
    _ kind: Kind, _ visit: Visit, in db: borrowing TenantReader
  ) throws -> NoticePlan.News {
    switch kind {
    case .booked: .booked(again: visit.sequence > 0)
    case .moved: .moved(isUnconfirmed: try Notices.owesConfirmation(visit.appointment, in: db))
    case .cancelled: .cancelled
    case .requested: .requested
    case .declined: .declined
    case .lapsed: .lapsed
    }
  }
}
