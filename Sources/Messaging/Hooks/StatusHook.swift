import Core
import Database
import Routing
import Web

/// The carrier says how a text went: `queued`, `sent`, `delivered`, `undelivered` …, in any order and more than once.
enum StatusHook {
  static func path(_ slug: String, _ notice: NoticeID) -> String { "/hooks/carrier/\(slug)/notices/\(notice)" }

  /// `POST /hooks/carrier/{practice}/notices/{notice}`
  static func take(_ settings: MessagingPageSettings) -> Route.Write {
    { call, db in
      let id: NoticeID = try call.id("notice")
      _ = try CarrierHook(path(db.practice.slug, id), call, settings, db.reader)
      guard let name = call.form["MessageSid"], Carrier.isMessage(name),
        let news = Delivery(
          call.form["MessageStatus"] ?? "", code: call.form["ErrorCode"].flatMap { Decimal.parse($0) })
      else { return CarrierHook.empty }
      if let trial = try Trials.find(id.id, in: db.reader) { return try settle(trial, news, call, db) }
      guard let known = try Deliveries.find(id, in: db.reader), known.isText, known.account(takes: name),
        let change = news.change(of: known)
      else { return CarrierHook.empty }
      let event = AuditEvent(
        "notice.delivery", "messaging_notice", id.id, patient: known.patient,
        fields: [known.rule, change.state.rawValue], result: change.state == .failed ? .failed : .done)
      try db.transaction(event) { tx in
        try Deliveries.write(change, name: name, known, now: call.now, in: tx)
        // Their own carrier takes nothing from us any more: the practice sees why nothing else is sent.
        if news.status == .failed(.stopped), let patient = known.patient {
          try Preferences.refuse(known.channel, by: .carrier, patient, now: call.now, in: tx)
        }
      }
      return CarrierHook.empty
    }
  }

  /// Of a text that somebody sent to themselves: whether it arrived is the whole point.
  private static func settle(
    _ trial: Trial, _ news: Delivery, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> Reply {
    let change: (state: Trial.State, outcome: NoticeOutcome)
    switch news.status {
    case .taken: return CarrierHook.empty
    case .delivered: change = (.sent, .delivered)
    case .failed(let failure): change = (.failed, .notDelivered(failure, "\(news.code ?? 0)"))
    }
    guard trial.state == .sent, trial.reason != NoticeOutcome.delivered.code else { return CarrierHook.empty }
    let event = AuditEvent(
      "message.trial.result", "messaging_trial", trial.id, fields: [trial.channel.rawValue, change.state.rawValue],
      result: change.state == .failed ? .failed : .done)
    try db.transaction(event) { tx in
      try Trials.end(trial.id, as: change.state, change.outcome, now: call.now, in: tx)
    }
    return CarrierHook.empty
  }
}
