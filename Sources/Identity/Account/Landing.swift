import Core
import Database
import Routing
import Templates

/// `/`: staff who are signed in go on to their work; to all others it names no practice and no person.
enum Landing {
  @Sendable static func show(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    if try Sessions.isLive(call, .staff, in: db) { return .redirect("/today") }
    return .page(LandingPage(title: call.text.text("identity.landing.title")))
  }
}

struct LandingPage: Page {
  static let template = "identity/landing"
  let title: String
  static let fields: [Field<LandingPage>] = [.text("title") { $0.title }]
  static let examples = [LandingPage(title: "Welcome")]
}
