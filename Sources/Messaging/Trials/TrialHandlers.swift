import Core
import Database
import Routing
import Templates
import Web

/// "Send a test to myself", and how the last ones went.
enum TrialHandlers {
  static let path = RuleWords.path + "/trial"

  /// `GET /settings/messages/trial`
  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, db, FormValues(["channel": "email"]), FormErrors()))
  }

  /// `POST /settings/messages/trial`. It leaves by a job, as every message does.
  @Sendable static func send(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let user = db.scope.actor.user else { throw Refusal.forbidden }
    let typed = FormValues(call.form)
    let carrier = try Carriers.find(in: db.reader)
    var errors = FormErrors()
    let channel = channels(carrier).first { $0.rawValue == typed["channel"] }
    if channel == nil { errors.refuse("channel", "forms.choose") }
    var number = ""
    if channel == .sms {
      let line = FormRules.line(typed, "trial-number", limit: 40, isRequired: true, &errors)
      number = MobileNumber(line, country: carrier?.country ?? "")?.text ?? ""
      if !line.isEmpty, number.isEmpty { errors.refuse("trial-number", "messages.trial.numberInvalid") }
    }
    let sent = try Trials.count(of: user, since: call.now.adding(hours: -1), in: db.reader)
    if sent >= Trial.perHour { errors.refuse("channel", "messages.trial.tooMany", ["most": "\(Trial.perHour)"]) }
    guard errors.isEmpty, let channel else {
      return .page(try page(call, db.reader, typed, errors), status: sent >= Trial.perHour ? 429 : 422)
    }
    let id = EntityID.make(at: call.now)
    let event = AuditEvent("message.trial.ask", "messaging_trial", id, fields: [channel.rawValue])
    let recipient = number
    try db.transaction(event) { tx in
      try Trials.insert(id, of: user, channel, to: recipient, now: call.now, in: tx)
    }
    return .redirect(path + "?asked=1")
  }

  private static func channels(_ carrier: Carrier?) -> [Channel] {
    Trial.channels.filter { $0 == .email || carrier?.carries($0) == true }
  }

  private static func page(
    _ call: Call, _ db: borrowing TenantReader, _ values: FormValues, _ errors: FormErrors
  ) throws -> TrialPage {
    let open = channels(try Carriers.find(in: db))
    var builder = FormBuilder(call.text, values, errors: errors)
    builder.choice(
      "channel", open.map { ($0.rawValue, call.text.text("messages.rules.by.\($0.rawValue)")) },
      "messages.trial.channel", hint: "messages.trial.channelHint")
    if open.contains(.sms) {
      builder.line("trial-number", type: "tel", "messages.trial.number", hint: "messages.trial.numberHint")
    }
    let zone = try Zone(name: db.practice.zoneName)
    return TrialPage(
      title: call.text.text("messages.trial.title"), isAsked: call.query["asked"] != nil,
      rows: try Trials.latest(in: db).map { TrialRow($0, zone, call) },
      form: EditForm(
        action: path, version: "", controls: builder.controls, canChange: true, backHref: RuleWords.path))
  }
}
