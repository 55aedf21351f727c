import Core
import Database
import Identity
import Routing
import SQL
import Templates
import Web

/// `/dev/sign-in`: one click in place of password and code.
enum DevelopmentSignIn {
  @Sendable static func list(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    let people = try db.rows(
      "SELECT id, name, role, slug FROM system_sign_in WHERE status = 'active' ORDER BY slug, role, name LIMIT 500"
    ) { row in
      DevelopmentSignInPage.Person(
        id: try row.id(0).description, name: try row.text(1),
        role: call.text.text("role.\(try row.choice(2, as: Role.self).rawValue)"), slug: try row.text(3))
    }
    return .page(DevelopmentSignInPage(title: call.text.text("development.signIn"), people: people))
  }

  @Sendable static func enter(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let user = call.form["user"].flatMap({ UserID(text: $0) }),
      let index = try db.rows("SELECT email_index FROM system_sign_in WHERE id = \(user)", { try $0.bytes(0) }).first,
      let person = try db.signInCandidates(emailIndex: index).first(where: { $0.user == user && $0.isActive })
    else { throw Refusal.notFound }
    let session = NewSession(.staff(user), [], call)
    try db.enter(person, origin: call.origin) { db in
      try db.transaction(session.event) { tx in try session.store(replacing: nil, in: tx) }
    }
    return .redirect("/", cookies: [session.cookie])
  }
}

/// Everybody one can be.
struct DevelopmentSignInPage: Page {
  static let template = "development/development-sign-in"
  let title: String
  let people: [Person]

  struct Person: TemplateModel {
    let id: String
    let name: String
    let role: String
    let slug: String
    static let fields: [Field<Person>] = [
      .text("id") { $0.id },
      .text("name") { $0.name },
      .text("role") { $0.role },
      .text("slug") { $0.slug },
    ]
  }

  static let fields: [Field<DevelopmentSignInPage>] = [
    .text("title") { $0.title },
    .list("people") { $0.people },
  ]
  static let examples = [
    DevelopmentSignInPage(title: "Sign in as", people: []),
    DevelopmentSignInPage(
      title: "Sign in as", people: [Person(id: "0190", name: "Mira Specimen", role: "Owner", slug: "harbor")]),
  ]
}
