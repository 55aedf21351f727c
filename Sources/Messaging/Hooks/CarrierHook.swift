import Core
import Database
import Routing
import Web

/// What every post of the carrier must show before anything is done: the signature of the practice's own account.
struct CarrierHook: Sendable {
  static let limit = 65_536
  let carrier: Carrier

  /// - Throws: `forbidden`, whether there is no account, another one, or no signature: all look alike.
  init(_ path: String, _ call: Call, _ settings: MessagingPageSettings, _ db: borrowing TenantReader) throws {
    guard call.request.body.count <= CarrierHook.limit, let signature = call.request.headers["x-twilio-signature"],
      let carrier = try Carriers.find(in: db), let token = try Carriers.token(of: carrier, in: db),
      TwilioSignature.isValid(signature, settings.baseURL + path, call.form.pairs, token: token),
      call.form["AccountSid"] == carrier.account
    else { throw Refusal.forbidden }
    self.carrier = carrier
  }

  /// What the carrier reads as "nothing to say".
  static let empty = xml("<Response/>")

  static func xml(_ element: String) -> Reply {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + element
    return .response(
      Response(
        status: 200, headers: [("Content-Type", "text/xml; charset=utf-8"), ("Cache-Control", "no-store")],
        body: Array(text.utf8)))
  }
}
