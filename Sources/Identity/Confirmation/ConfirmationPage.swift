import Database
import Routing
import Templates
import Web

/// Asks for a factor again, over what was asked for: the session is locked, or the act needs it.
struct ConfirmationPage: Page {
  enum Problem: String { case missing, wrong }

  static let template = "identity/confirmation"
  let title: String
  let name: String
  let isLocked: Bool
  /// For patients and those who act for them: they have no password.
  let isPortal: Bool
  /// Where the form goes: the address that was asked for, or the one that leads back to it.
  let action: String
  /// What was sent, to be sent again.
  let carried: [HiddenField]
  /// Files cannot be carried: they have to be chosen again.
  let losesFiles: Bool
  let proof: FormField

  static let fields: [Field<ConfirmationPage>] = [
    .text("title") { $0.title },
    .text("name") { $0.name },
    .flag("isLocked") { $0.isLocked },
    .flag("isPortal") { $0.isPortal },
    .text("challengeHref") { $0.isPortal ? "/portal/passkey-challenge" : "/session/passkey" },
    .text("signOutHref") { $0.isPortal ? "/portal/sign-out" : "/sign-out" },
    .text("action") { $0.action },
    .list("carried") { $0.carried },
    .flag("losesFiles") { $0.losesFiles },
    .flag("hasErrors") { $0.proof.error != nil },
    .list("errors") { $0.proof.problems },
    .object("proof") { $0.proof },
  ]
  static let examples = [
    ConfirmationPage(
      title: "Locked", name: "Mira Specimen", isLocked: true, isPortal: false, action: "/session/confirmation",
      carried: [HiddenField(name: "next", value: "/calendar")], losesFiles: false,
      proof: FormField(id: "proof", value: "", error: nil)),
    ConfirmationPage(
      title: "Confirm", name: "<Mira>", isLocked: false, isPortal: false, action: "/team/0190/role", carried: [],
      losesFiles: true, proof: FormField(id: "proof", value: "", error: "Not right")),
    ConfirmationPage(
      title: "Confirm", name: "", isLocked: false, isPortal: true, action: "/portal/confirmation", carried: [],
      losesFiles: false, proof: FormField(id: "proof", value: "", error: nil)),
  ]

  /// 423 (RFC 4918, section 11.3) for the question, 422 for a wrong answer.
  static func reply(_ call: Call, _ session: SessionInfo, _ holder: FactorHolder, error: Problem?) -> Reply {
    let isPortal = holder.user == nil
    let (place, home) = isPortal ? ("/portal/confirmation", "/portal") : ("/session/confirmation", "/")
    let path = Address.text(call.request)
    let isPost = call.request.method == .post
    let carries = isPost && call.files.isEmpty
    let sent = call.form.without(SessionGate.fields.union(["csrf"])).pairs
    let page = ConfirmationPage(
      title: call.text.text(session.isLocked ? "identity.locked.title" : "identity.confirm.title"),
      name: session.userName, isLocked: session.isLocked, isPortal: isPortal, action: carries ? path : place,
      carried: carries
        ? sent.map { HiddenField(name: $0.name, value: $0.value) }
        : [HiddenField(name: "next", value: isPost ? home : path)],
      losesFiles: isPost && !carries,
      proof: FormField(
        id: "proof", value: "",
        error: error.map {
          isPortal ? call.text.text("portal.confirm.\($0.rawValue)") : call.text.text("identity.confirm.\($0.rawValue)")
        }))
    return .page(page, status: error == nil ? 423 : 422)
  }
}

/// The path and query that a request asked for, as an address of our own.
enum Address {
  static func text(_ request: Request) -> String {
    let path = "/" + (request.path ?? []).map { URLComponent($0).encoded }.joined(separator: "/")
    let query = (request.query ?? Form()).pairs
    return query.isEmpty ? path : path + "?" + URLComponent.query(query)
  }

  /// The address when it leads to a page of this site; nil for anything a browser could read as another one.
  static func own(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard bytes.first == UInt8(ascii: "/"), bytes.count < 2000, bytes.dropFirst().first != UInt8(ascii: "/"),
      bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") })
    else { return nil }
    return text
  }
}
