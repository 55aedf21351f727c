import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// `POST /sign-in/at/{practice}/session`: the provider's word begins a session, or the question for our own second
/// factor. Whatever is not right gets one answer, whoever it is.
struct ProviderSignIn: Sendable {
  let settings: IdentitySettings

  @Sendable func check(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let visitor = Visitor.hash(call.request) else { throw Refusal.forbidden }
    let slug = call.parameters["practice"] ?? ""
    let throttle = Throttle(providerAt: visitor, call, in: db)
    if let wait = try throttle.take(now: call.now, in: db) { return WaitPage.reply(wait, proveBy: nil, call) }
    guard let answer = AuthorizationAnswer(call.form) else { return try refused("refused", slug, call, db) }
    guard let (exchange, state) = try prepare(answer, visitor, slug, call, db),
      try db.useChallenge(state.hash, until: state.until(call.now), now: call.now)
    else { return try refused("refused", slug, call, db) }
    // Here the worker waits for the provider, outside every transaction.
    let (outcome, news, why) = exchange.identity(of: answer, state)
    let (user, isMultiFactor) = try note(outcome, news, why, exchange.provider, slug, call, db)
    guard let user else {
      if case .unreachable = outcome { try throttle.giveBack(in: db) }
      return try refused(why == "pause" || outcome.isUnreachable ? "unreachable" : "refused", slug, call, db)
    }
    guard let found = try db.signInCandidate(user, of: slug), found.candidate.isActive else {
      return try refused("refused", slug, call, db)
    }
    try throttle.forget(now: call.now, in: db)
    guard isMultiFactor else {
      let pending = PendingSignIn(
        emailIndex: found.emailIndex, candidates: [found.candidate], first: .provider)
      return .redirect("/sign-in/code", cookies: [pending.cookie(visitor: visitor, now: call.now, in: db)])
    }
    let old = Sessions.token(call.request, .staff)
    let session = try db.enter(found.candidate, origin: call.origin) { try begin(user, replacing: old, call, $0) }
    return .redirect(StaffCode.home(found.candidate.role), cookies: session.cookies + [PendingSignIn.clearing])
  }

  /// Nil when the practice asks no provider, or what came back was not asked for by this browser.
  private func prepare(
    _ answer: AuthorizationAnswer, _ visitor: [UInt8], _ slug: String, _ call: Call, _ db: borrowing SystemConnection
  ) throws -> (ProviderExchange, SignOnState)? {
    let prepared = try db.atDoor(of: slug, origin: call.origin) { door -> (ProviderExchange, SignOnState)? in
      guard let provider = try Providers.usable(in: door.reader),
        let state = try SignOnState.read(
          answer.state, .signIn, holder: visitor, provider, now: call.now, in: door.reader)
      else { return nil }
      return (
        ProviderExchange(
          client: settings.providers, provider: provider,
          secret: try Providers.secret(of: provider.id, in: door.reader),
          redirect: Provider.redirect(to: slug, settings), now: call.now), state
      )
    }
    return prepared.flatMap { $0 }
  }

  /// Keeps what was learned of the provider, finds whose account it is, and writes down what was refused and why.
  private func note(
    _ outcome: ProviderExchange.Outcome, _ news: ProviderExchange.News?, _ why: String, _ provider: Provider,
    _ slug: String, _ call: Call, _ db: borrowing SystemConnection
  ) throws -> (user: UserID?, isMultiFactor: Bool) {
    let found = try db.atDoor(of: slug, origin: call.origin) { door -> (UserID?, Bool) in
      if let news { try ProviderNews.store(news, provider, now: call.now, in: door) }
      guard case .identity(let identity) = outcome else {
        try Self.writeRefusal(why, provider, in: door)
        return (nil, false)
      }
      let user = try ProviderLinks.user(identity, at: provider, in: door.reader)
      if user == nil { try Self.writeRefusal("notConnected", provider, in: door) }
      return (user, identity.isMultiFactor)
    }
    return found ?? (nil, false)
  }

  private static func writeRefusal(_ why: String, _ provider: Provider, in door: borrowing TenantConnection) throws {
    try door.transaction(
      AuditEvent("session.refuse", "identity_provider", provider.id, fields: ["provider", why])
    ) { _ in }
  }

  private func begin(
    _ user: UserID, replacing: Token?, _ call: Call, _ db: borrowing TenantConnection
  ) throws -> NewSession {
    let session = NewSession(.staff(user), [.provider], call)
    try db.transaction(session.event) { tx in
      guard try ProviderLinks.noteUse(of: user, now: call.now, in: tx) else { throw Refusal.conflict }
      try session.store(replacing: replacing, in: tx)
    }
    return session
  }

  /// The practice's sign-in again, with one sentence: for somebody unknown, an ended account and a forged answer alike.
  private func refused(
    _ kind: String, _ slug: String, _ call: Call, _ db: borrowing SystemConnection
  ) throws -> Reply {
    let email = FormField(id: "email", value: "", error: call.text.text("identity.provider.\(kind)"))
    let button = try db.atDoor(of: slug, origin: call.origin) { try ProviderDoor.button($0.reader) }
    guard let button else { throw Refusal.notFound }
    return .page(
      StaffSignInPage(title: call.text.text("identity.staff.title"), email: email, provider: button), status: 422)
  }
}

extension ProviderExchange.Outcome {
  var isUnreachable: Bool { if case .unreachable = self { true } else { false } }
}

/// What was learned of a provider while somebody signed in.
enum ProviderNews {
  static func store(
    _ news: ProviderExchange.News, _ provider: Provider, now: Instant, in db: borrowing TenantConnection
  ) throws {
    let event = AuditEvent("provider.refresh", "identity_provider", provider.id)
    try db.transaction(event) { tx in
      switch news {
      case .description(let metadata, let keys): try Providers.store(metadata, keys: keys, now: now, in: tx)
      case .keys(let keys): try Providers.store(keys: keys, now: now, in: tx)
      case .failure: try Providers.noteFailure(now: now, in: tx)
      }
    }
  }
}
