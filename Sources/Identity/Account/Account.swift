import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/account`: how the product looks and speaks to one member of staff.
enum Account {
  enum Theme: String, CaseIterable { case system, light, dark }

  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let session = call.session else { throw Refusal.signInRequired }
    return .page(
      AccountPage(
        title: call.text.text("identity.account.title"), name: session.userName,
        languages: Language.allCases.map {
          AccountPage.Choice(value: $0.rawValue, label: $0.name, isChosen: $0 == session.language)
        },
        themes: Theme.allCases.map {
          AccountPage.Choice(
            value: $0.rawValue, label: call.text.text("identity.account.\($0.rawValue)"),
            isChosen: $0.rawValue == session.theme)
        }))
  }

  @Sendable static func savePreferences(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let user = db.scope.actor.user, let language = call.form["language"].flatMap({ Language(rawValue: $0) }),
      let theme = call.form["theme"].flatMap({ Theme(rawValue: $0) })
    else { throw Refusal.badRequest }
    try db.transaction(AuditEvent("user.preferences", "identity_user", user.id, fields: ["language", "theme"])) { tx in
      try tx.execute(
        """
        UPDATE identity_user SET language = \(language.rawValue), theme = \(theme.rawValue)
        WHERE practice_id = \(tx.scope) AND id = \(user)
        """)
    }
    // A language chosen by link earlier would hide this one.
    return .redirect("/account", cookies: [Cookie("praxis-language", language.rawValue, maxAge: 365 * 86_400)])
  }
}

struct AccountPage: Page {
  static let template = "identity/account"
  let title: String
  let name: String
  let languages: [Choice]
  let themes: [Choice]

  struct Choice: TemplateModel {
    let value: String
    let label: String
    let isChosen: Bool
    static let fields: [Field<Choice>] = [
      .text("value") { $0.value },
      .text("label") { $0.label },
      .flag("isChosen") { $0.isChosen },
    ]
  }

  static let fields: [Field<AccountPage>] = [
    .text("title") { $0.title },
    .text("name") { $0.name },
    .list("languageChoices") { $0.languages },
    .list("themes") { $0.themes },
  ]
  static let examples = [
    AccountPage(
      title: "My account", name: "Mira Specimen",
      languages: [Choice(value: "en", label: "English", isChosen: true)],
      themes: [Choice(value: "system", label: "As the device", isChosen: true)])
  ]
}
