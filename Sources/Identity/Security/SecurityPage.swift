import Core
import Database
import Routing
import Templates
import Web

struct SecurityPage: Page {
  static let template = "identity/security"
  let title: String
  let hasPassword: Bool
  let passwordMayGo: Bool
  let hasApp: Bool
  let appMayGo: Bool
  let passkeys: [PasskeyLine]
  let recoveryLeft: Int
  let sessions: [SessionLine]
  /// The practice's identity provider; nil where there is none to connect, and nothing connected.
  let provider: ProviderLine?
  /// What was just done, in words.
  let done: String?
  /// Why it was not.
  let problem: String?

  static let fields: [Field<SecurityPage>] = [
    .text("title") { $0.title },
    .flag("hasPassword") { $0.hasPassword },
    .flag("passwordMayGo") { $0.passwordMayGo },
    .flag("hasApp") { $0.hasApp },
    .flag("appMayGo") { $0.appMayGo },
    .list("passkeys") { $0.passkeys },
    .flag("hasRecovery") { $0.recoveryLeft > 0 },
    .number("recoveryLeft") { $0.recoveryLeft },
    .list("sessions") { $0.sessions },
    .object("provider") { $0.provider },
    .flag("hasOthers") { $0.sessions.count > 1 },
    .optionalText("done") { $0.done },
    .optionalText("problem") { $0.problem },
    .flag("hasErrors") { $0.problem != nil },
  ]
  static let examples = [
    SecurityPage(
      title: "Sign-in and security", hasPassword: true, passwordMayGo: true, hasApp: true, appMayGo: true,
      passkeys: [.example], recoveryLeft: 10, sessions: [.example, .example],
      provider: ProviderLine(host: "login.practice.example", since: "Monday 2 March 2026"),
      done: "The passkey was added.",
      problem: nil),
    SecurityPage(
      title: "Sign-in and security", hasPassword: false, passwordMayGo: false, hasApp: false, appMayGo: false,
      passkeys: [], recoveryLeft: 0, sessions: [],
      provider: ProviderLine(host: "<h>", since: nil), done: nil, problem: "Type a name."),
  ]

  /// Things a redirect says were done; the query names them, the catalog words them.
  private static let acts: Set<String> = [
    "session", "sessions", "password", "passwordRemoved", "app", "appRemoved", "passkey", "passkeyRemoved", "renamed",
    "provider", "providerRemoved",
  ]

  static func make(
    _ call: Call, _ user: UserID, problem: String?, in db: borrowing TenantReader
  ) throws -> SecurityPage {
    let factors = try Factors.of(.staff(user), in: db)
    let sessions = try OwnSessions.list(of: user, now: call.now, in: db)
    let moments = try Moments(call, db.practice)
    return SecurityPage(
      title: call.text.text("identity.security.title"), hasPassword: factors.hasPassword,
      passwordMayGo: factors.passwordMayGo, hasApp: factors.hasApp, appMayGo: factors.appMayGo,
      passkeys: factors.passkeys.map { PasskeyLine($0, mayGo: factors.passkeyMayGo, moments) },
      recoveryLeft: factors.recoveryCodesLeft,
      sessions: sessions.map { session in
        SessionLine(
          id: session.id.description,
          device: session.device.isEmpty ? call.text.text("identity.security.unknownDevice") : session.device,
          network: session.network, since: moments.text(session.createdAt), seen: moments.text(session.seenAt),
          isThis: session.id == call.session?.id)
      },
      provider: try ProviderLine.of(user, moments, in: db),
      done: call.query["done"].flatMap { acts.contains($0) ? call.text.text("identity.done.\($0)") : nil },
      problem: problem)
  }
}

/// Whether somebody's account is connected to the practice's identity provider.
struct ProviderLine: TemplateModel {
  let host: String
  /// Nil while it is not.
  let since: String?
  static let fields: [Field<ProviderLine>] = [
    .text("host") { $0.host },
    .optionalText("connected") { $0.since },
  ]

  static func of(_ user: UserID, _ moments: Moments, in db: borrowing TenantReader) throws -> ProviderLine? {
    guard let provider = try Providers.find(in: db) else { return nil }
    let since = try ProviderLinks.since(user, in: db)
    guard provider.isUsable || since != nil else { return nil }
    return ProviderLine(host: provider.host, since: since.map { moments.day($0) })
  }
}

struct PasskeyLine: TemplateModel {
  let id: String
  let name: String
  let added: String
  let used: String?
  let isBackedUp: Bool
  let mayGo: Bool
  static let fields: [Field<PasskeyLine>] = [
    .text("id") { $0.id },
    .text("name") { $0.name },
    .text("added") { $0.added },
    .optionalText("used") { $0.used },
    .flag("isBackedUp") { $0.isBackedUp },
    .flag("mayGo") { $0.mayGo },
  ]
  static let example = PasskeyLine(
    id: "0190", name: "Phone", added: "Monday 2 March 2026", used: "Tuesday 3 March 2026, 09:00", isBackedUp: true,
    mayGo: true)
}

extension PasskeyLine {
  init(_ key: PasskeySummary, mayGo: Bool, _ moments: Moments) {
    self.init(
      id: key.id.description, name: key.name, added: moments.day(key.createdAt),
      used: key.usedAt.map { moments.text($0) }, isBackedUp: key.isBackedUp, mayGo: mayGo)
  }
}

struct SessionLine: TemplateModel {
  let id: String
  let device: String
  let network: String
  let since: String
  let seen: String
  let isThis: Bool
  static let fields: [Field<SessionLine>] = [
    .text("id") { $0.id },
    .text("device") { $0.device },
    .text("network") { $0.network },
    .text("since") { $0.since },
    .text("seen") { $0.seen },
    .flag("isThis") { $0.isThis },
  ]
  static let example = SessionLine(
    id: "0190", device: "Firefox, Linux", network: "203.0.113.*", since: "Monday 2 March 2026, 08:00",
    seen: "Monday 2 March 2026, 09:00", isThis: true)
}
