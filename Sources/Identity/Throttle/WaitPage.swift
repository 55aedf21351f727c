import Core
import Routing
import Templates

/// Too many wrong tries: says how long to wait, and offers a browser that is not known yet to prove itself by a mail.
/// Shown with status 429.
struct WaitPage: Page {
  static let template = "identity/wait"
  let title: String
  /// Rounded up.
  let minutes: Int
  let backHref: String
  let mayProve: Bool
  /// As typed; empty where half a sign-in says who it is.
  let email: String

  static let fields: [Field<WaitPage>] = [
    .text("title") { $0.title },
    .number("minutes") { $0.minutes },
    .text("backHref") { $0.backHref },
    .flag("mayProve") { $0.mayProve },
    .text("email") { $0.email },
  ]
  static let examples = [
    WaitPage(title: "One moment, please", minutes: 1, backHref: "/sign-in", mayProve: false, email: ""),
    WaitPage(
      title: "One moment, please", minutes: 15, backHref: "/harbor/sign-in", mayProve: true, email: "\"mira\"@x.example"
    ),
  ]

  /// - Parameter email: the account whose owner may let this browser in; nil where there is nobody to ask.
  static func reply(_ seconds: Int, proveBy email: String?, _ call: Call) -> Reply {
    reply(seconds, proveBy: email, backTo: "/sign-in", call)
  }
  static func reply(_ seconds: Int, proveBy email: String?, backTo path: String, _ call: Call) -> Reply {
    let page = WaitPage(
      title: call.text.text("identity.wait.title"), minutes: (seconds + 59) / 60, backHref: path,
      mayProve: email != nil && call.sendsMail, email: email ?? "")
    var reply = Reply.page(page, status: 429)
    reply.retryAfter = seconds
    return reply
  }
}
