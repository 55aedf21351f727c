import Core
import Database
import Templates

/// What the layouts need besides the page: made by the dispatcher from the request's practice, person and language.
struct Shell: TemplateModel {
  let language: Language
  let practiceName: String
  let slug: String
  let practiceVersion: Int
  let homeHref: String
  let csrf: String
  let theme: String
  let person: Person?
  /// What is new for a member of staff; nil where that is not said.
  let bell: Bell?
  let nav: [NavigationItem]
  let languages: [LanguageLink]
  /// Nil before a practice is known.
  let contact: PracticeContact?
  /// Nothing that is written to people leaves this installation.
  let isMailOff: Bool
  let assetVersion: String
  let flash: String?
  let requestID: String

  struct Person: Sendable {
    let name: String
    let role: String
  }

  static let fields: [Field<Shell>] = [
    .text("lang") { $0.language.rawValue },
    .text("dir") { $0.language.direction },
    .text("practiceName") { $0.practiceName },
    .text("practiceInitial") { String($0.practiceName.prefix(1)) },
    .text("brandHref") { $0.slug.isEmpty ? "/static/css/brand.css" : "/\($0.slug)/brand.css?v=\($0.practiceVersion)" },
    .text("homeHref") { $0.homeHref },
    .text("csrf") { $0.csrf },
    .text("theme") { $0.theme },
    .flag("isStaff") { $0.person != nil },
    .text("userName") { $0.person?.name ?? "" },
    .text("userInitials") { shell in
      (shell.person?.name ?? "").split(separator: " ").prefix(2).map { String($0.prefix(1)) }.joined()
    },
    .text("userRole") { $0.person?.role ?? "" },
    .object("bell") { $0.bell },
    .list("nav") { $0.nav },
    .list("languages") { $0.languages },
    .object("contact") { $0.contact },
    .flag("isMailOff") { $0.isMailOff },
    .text("assetVersion") { $0.assetVersion },
    .optionalText("flash") { $0.flash },
    .optionalText("undoHref") { _ in nil },
    .text("requestID") { $0.requestID },
  ]
}

/// How much is new, as a figure and in words.
struct Bell: TemplateModel {
  /// Nil when nothing is.
  let figure: String?
  let words: String
  let isCurrent: Bool
  static let fields: [Field<Bell>] = [
    .optionalText("figure") { $0.figure },
    .text("words") { $0.words },
    .flag("isCurrent") { $0.isCurrent },
  ]
}

struct NavigationItem: TemplateModel {
  let href: String
  let label: String
  let icon: String
  let isCurrent: Bool
  static let fields: [Field<NavigationItem>] = [
    .text("href") { $0.href },
    .text("label") { $0.label },
    .text("icon") { $0.icon },
    .flag("isCurrent") { $0.isCurrent },
  ]
}

struct LanguageLink: TemplateModel {
  let language: Language
  let href: String
  let isCurrent: Bool
  static let fields: [Field<LanguageLink>] = [
    .text("href") { $0.href },
    .text("code") { $0.language.rawValue },
    .text("label") { $0.language.rawValue.uppercased() },
    .text("name") { $0.language.name },
    .flag("isCurrent") { $0.isCurrent },
  ]
}
