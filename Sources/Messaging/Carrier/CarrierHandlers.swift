import Core
import Database
import Routing
import Templates
import Web

/// The account with the carrier of texts: off until there is one.
struct CarrierHandlers: Sendable {
  static let path = RuleWords.path + "/carrier"
  let settings: MessagingPageSettings

  /// `GET /settings/messages/carrier`
  @Sendable func edit(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let stored = try Carriers.find(in: db)
    return .page(page(CarrierDraft.values(of: stored), stored, FormErrors(), isConflict: false, call, db))
  }

  /// `POST /settings/messages/carrier`
  @Sendable func update(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let stored = try Carriers.find(in: db.reader)
    let typed = FormValues(call.form, fixing: ["token": ""])
    let (draft, errors) = CarrierDraft.parse(FormValues(call.form), stored)
    guard let draft else {
      return .page(page(typed, stored, errors, isConflict: false, call, db.reader), status: 422)
    }
    guard call.form["version"] == "\(stored?.version ?? 0)" else {
      return .page(page(typed, stored, errors, isConflict: true, call, db.reader), status: 409)
    }
    let changed = draft.values.names(differingFrom: CarrierDraft.values(of: stored))
    guard !changed.isEmpty else { return .redirect(Self.path + "?saved=1") }
    let event = AuditEvent("message.carrier.change", "messaging_carrier", stored?.id, fields: changed)
    let isSaved = try db.transaction(event) { tx in
      try Carriers.write(draft, version: stored?.version ?? 0, now: call.now, in: tx)
    }
    guard isSaved else { throw Refusal.conflict }
    return .redirect(Self.path + "?saved=1")
  }

  private func page(
    _ values: FormValues, _ stored: Carrier?, _ errors: FormErrors, isConflict: Bool, _ call: Call,
    _ db: borrowing TenantReader
  ) -> CarrierPage {
    var builder = FormBuilder(
      call.text, values, stored: isConflict ? CarrierDraft.values(of: stored) : nil, errors: errors)
    builder.check("carrier-on", "messages.carrier.isOn")
    builder.line("carrier-account", "messages.carrier.account", hint: "messages.carrier.accountHint")
    builder.line(
      "token", type: "password", "messages.carrier.token",
      hint: stored?.hasToken == true ? "messages.carrier.tokenKept" : "messages.carrier.tokenHint")
    builder.line("sms-sender", type: "tel", "messages.carrier.sender", hint: "messages.carrier.senderHint")
    builder.line("whatsapp-sender", type: "tel", "messages.carrier.whatsApp", hint: "messages.carrier.whatsAppHint")
    builder.line("country-code", type: "tel", "messages.carrier.country", hint: "messages.carrier.countryHint")
    return CarrierPage(
      title: call.text.text("messages.carrier.title"), isSaved: call.query["saved"] != nil,
      isOff: stored?.carries(.sms) != true, replyAddress: settings.baseURL + ReplyHook.path(db.practice.slug),
      form: EditForm(
        action: Self.path, version: "\(stored?.version ?? 0)", controls: builder.controls, canChange: true,
        isConflict: isConflict, backHref: RuleWords.path))
  }
}
