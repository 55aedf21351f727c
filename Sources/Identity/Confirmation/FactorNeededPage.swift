import Routing
import Templates
import Web

/// A page of the portal asks for a second factor, and there is none yet: says how to set one up. Afterwards the page
/// that was asked for is shown.
struct FactorNeededPage: Page {
  static let template = "portal/factor-needed"
  let title: String
  /// Query that leads back.
  let next: String
  static let fields: [Field<FactorNeededPage>] = [
    .text("title") { $0.title },
    .text("nextPage") { $0.next },
  ]
  static let examples = [FactorNeededPage(title: "One more step", next: "/portal/record/access")]

  /// 423 as for every factor that is owed.
  static func reply(_ call: Call) -> Reply {
    let next = call.request.method == .get ? Address.text(call.request) : "/portal"
    return .page(FactorNeededPage(title: call.text.text("portal.needed.title"), next: next), status: 423)
  }
}
