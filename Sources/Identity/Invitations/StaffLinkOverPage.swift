import Core
import Routing
import Templates

/// A link to a member of staff that was used, withdrawn, has run out, or was guessed at too often.
struct StaffLinkOverPage: Page {
  static let template = "team/staff-link-over"
  let title: String
  let what: String
  let next: String
  /// Where a new link is asked for; nil where somebody else has to send it.
  let againHref: String?

  init(_ purpose: StaffLinkPurpose, _ call: Call) {
    title = call.text.text("team.over.\(purpose.rawValue).title")
    what = call.text.text("team.over.\(purpose.rawValue).what")
    next = call.text.text("team.over.\(purpose.rawValue).next")
    againHref = purpose == .password ? "/sign-in/forgotten" : nil
  }
  private init(title: String, what: String, next: String, againHref: String?) {
    (self.title, self.what, self.next, self.againHref) = (title, what, next, againHref)
  }

  static func reply(_ purpose: StaffLinkPurpose, _ call: Call) -> Reply {
    .page(StaffLinkOverPage(purpose, call), status: 410)
  }

  static let fields: [Field<StaffLinkOverPage>] = [
    .text("title") { $0.title },
    .text("what") { $0.what },
    .text("next") { $0.next },
    .optionalText("againHref") { $0.againHref },
  ]
  static let examples = [
    StaffLinkOverPage(title: "This invitation no longer works", what: "It works once.", next: "Ask.", againHref: nil),
    StaffLinkOverPage(title: "This link no longer works", what: "Once.", next: "Ask.", againHref: "/sign-in/forgotten"),
  ]
}
