import Core
import Database
import Routing
import Templates
import Web

/// `/portal/security`: the second factors of a patient, or of who acts for one.
enum PortalSecurity {
  /// Things a redirect says were done; the query names them, the catalog words them.
  private static let acts: Set<String> = ["app", "appRemoved", "passkey", "passkeyRemoved"]

  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    let factors = try Factors.of(try FactorHolder.of(db.scope), in: db)
    let moments = try Moments(call, db.practice)
    return .page(
      PortalSecurityPage(
        title: call.text.text("portal.security.title"), hasApp: factors.hasApp,
        passkeys: factors.passkeys.map { PasskeyLine($0, mayGo: true, moments) },
        recoveryLeft: factors.recoveryCodesLeft,
        done: call.query["done"].flatMap { acts.contains($0) ? call.text.text("identity.done.\($0)") : nil }))
  }
}

struct PortalSecurityPage: Page {
  static let template = "portal/portal-security"
  let title: String
  let hasApp: Bool
  let passkeys: [PasskeyLine]
  let recoveryLeft: Int
  let done: String?
  static let fields: [Field<PortalSecurityPage>] = [
    .text("title") { $0.title },
    .flag("hasSecond") { $0.hasApp || !$0.passkeys.isEmpty },
    .flag("hasApp") { $0.hasApp },
    .flag("hasPasskeys") { !$0.passkeys.isEmpty },
    .list("passkeys") { $0.passkeys },
    .flag("hasRecovery") { $0.recoveryLeft > 0 },
    .number("recoveryLeft") { $0.recoveryLeft },
    .optionalText("done") { $0.done },
  ]
  static let examples = [
    PortalSecurityPage(title: "Sign-in and security", hasApp: false, passkeys: [], recoveryLeft: 0, done: nil),
    PortalSecurityPage(
      title: "Sign-in and security", hasApp: true, passkeys: [.example], recoveryLeft: 10,
      done: "The passkey was added."),
  ]
}
