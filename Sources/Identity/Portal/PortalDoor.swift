import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/portal/sign-in`: where a patient without a session lands. Patients sign in at their practice's own address; the
/// browser remembers which it was, without saying who.
enum PortalDoor {
  static let cookieName = "praxis-practice"

  static func remember(_ slug: String) -> Cookie { Cookie(cookieName, slug, maxAge: 180 * 86_400) }

  @Sendable static func show(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    let name = Cookie.name(cookieName, isSecure: call.request.isSecure)
    // Slugs are ASCII, and their column compares with nothing else.
    if let remembered = call.request.cookies[name], remembered.utf8.allSatisfy({ $0 < 0x80 }),
      let slug = try db.rows("SELECT slug FROM system_practice WHERE slug = \(remembered)", { try $0.text(0) }).first
    {
      return .redirect("/\(slug)/sign-in")
    }
    return .page(PortalDoorPage(title: call.text.text("identity.door.title")))
  }
}

struct PortalDoorPage: Page {
  static let template = "identity/portal-door"
  let title: String
  static let fields: [Field<PortalDoorPage>] = [.text("title") { $0.title }]
  static let examples = [PortalDoorPage(title: "Sign in at your practice")]
}
