import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/account/single-sign-on`: somebody who is signed in here shows who they are at the practice's identity provider, once.
/// From then on the provider's word opens this account. The address they have there decides nothing.
struct ProviderLinking: Sendable {
  static let path = "/account/single-sign-on"
  let settings: IdentitySettings

  /// Leads to the provider: by a link, as no form may leave the site.
  @Sendable func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let session = call.session else { throw Refusal.signInRequired }
    guard let provider = try Providers.usable(in: db) else { throw Refusal.notFound }
    let state = try SignOnState.make(.connect, holder: session.id.bytes, provider, now: call.now, in: db)
    let redirect = Provider.redirect(to: db.practice.slug, settings)
    return .page(
      ProviderLinkPage(
        title: call.text.text("identity.provider.connectTitle"), host: provider.host,
        href: state.address(at: provider, redirect: redirect), problem: nil))
  }

  /// Back from there, by the page that shows a button: the request comes from our own site again, and has its session.
  @Sendable static func comeBack(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let provider = try Providers.usable(in: db) else { throw Refusal.notFound }
    guard let answer = AuthorizationAnswer(call.query) else { return .redirect(path) }
    return .page(
      ProviderConnectPage(
        title: call.text.text("identity.provider.confirmTitle"), host: provider.host,
        name: call.session?.userName ?? "",
        carried: answer.fields.map { HiddenField(name: $0.name, value: $0.value) }))
  }

  @Sendable func connect(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let session = call.session else { throw Refusal.signInRequired }
    let user = try Caller.of(db.scope)
    guard let provider = try Providers.usable(in: db.reader) else { throw Refusal.notFound }
    guard let answer = AuthorizationAnswer(call.form),
      let state = try SignOnState.read(
        answer.state, .connect, holder: session.id.bytes, provider, now: call.now, in: db.reader)
    else { return refused("refusedConnect", provider, call) }
    let exchange = ProviderExchange(
      client: settings.providers, provider: provider, secret: try Providers.secret(of: provider.id, in: db.reader),
      redirect: Provider.redirect(to: db.practice.slug, settings), now: call.now)
    let (outcome, news, _) = exchange.identity(of: answer, state)
    if let news { try ProviderNews.store(news, provider, now: call.now, in: db) }
    switch outcome {
    case .unreachable: return refused("unreachable", provider, call)
    case .refused: return refused("refusedConnect", provider, call)
    case .identity(let identity):
      guard try link(identity, provider, user, state, call, db) else { return refused("taken", provider, call) }
      return .redirect(SecurityHandlers.path + "?done=provider")
    }
  }

  private struct Taken: Error {}

  /// False when one of the two is connected already, or what came back was used before.
  private func link(
    _ identity: ProvidedIdentity, _ provider: Provider, _ user: UserID, _ state: SignOnState, _ call: Call,
    _ db: borrowing TenantConnection
  ) throws -> Bool {
    do {
      try db.transaction(AuditEvent("factor.add", "identity_user", user.id, fields: ["provider"])) { tx in
        guard try tx.useChallenge(state.hash, until: state.until(call.now), now: call.now),
          try ProviderLinks.add(identity, at: provider, user: user, now: call.now, in: tx)
        else { throw Taken() }
        try StaffAlert.enqueue(.providerAdded, for: user, now: call.now, in: tx)
        try OwnSessions.endOthers(of: .staff(user), but: call.session?.id, in: tx)
      }
      return true
    } catch is Taken { return false }
  }

  @Sendable static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let user = try Caller.of(db.scope)
    struct Gone: Error {}
    do {
      try db.transaction(AuditEvent("factor.remove", "identity_user", user.id, fields: ["provider"])) { tx in
        guard try ProviderLinks.remove(of: user, in: tx) else { throw Gone() }
        try StaffAlert.enqueue(.providerRemoved, for: user, now: call.now, in: tx)
        try OwnSessions.endOthers(of: .staff(user), but: call.session?.id, in: tx)
      }
    } catch is Gone { return .redirect(SecurityHandlers.path) }
    return .redirect(SecurityHandlers.path + "?done=providerRemoved")
  }

  private func refused(_ why: String, _ provider: Provider, _ call: Call) -> Reply {
    let page = ProviderLinkPage(
      title: call.text.text("identity.provider.connectTitle"), host: provider.host, href: Self.path,
      problem: call.text.text("identity.provider.\(why)"))
    return .page(page, status: 422)
  }
}

/// Before somebody leaves for the provider to connect their account; and when that did not work.
struct ProviderLinkPage: Page {
  static let template = "identity/provider-link"
  let title: String
  let host: String
  /// To the provider, or to try once more.
  let href: String
  let problem: String?
  static let fields: [Field<ProviderLinkPage>] = [
    .text("title") { $0.title },
    .text("host") { $0.host },
    .text("href") { $0.href },
    .flag("hasErrors") { $0.problem != nil },
    .optionalText("problem") { $0.problem },
  ]
  static let examples = [
    ProviderLinkPage(
      title: "Connect", host: "login.practice.example", href: "https://login.practice.example/a?b=c&d=e", problem: nil),
    ProviderLinkPage(title: "Connect", host: "<h>", href: "/account/single-sign-on", problem: "That did not work."),
  ]
}

/// Back from the provider: connects the two accounts at the press of a button.
struct ProviderConnectPage: Page {
  static let template = "identity/provider-connect"
  let title: String
  let host: String
  let name: String
  let carried: [HiddenField]
  static let fields: [Field<ProviderConnectPage>] = [
    .text("title") { $0.title },
    .text("host") { $0.host },
    .text("name") { $0.name },
    .list("carried") { $0.carried },
  ]
  static let examples = [
    ProviderConnectPage(
      title: "Connect?", host: "login.practice.example", name: "<Mira>",
      carried: [HiddenField(name: "code", value: "\"c")])
  ]
}
