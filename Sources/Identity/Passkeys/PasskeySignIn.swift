import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// Signing in with a passkey: the device has checked who holds it, so it is two factors at once.
struct PasskeySignIn: Sendable {
  let settings: IdentitySettings

  /// `GET /sign-in/passkey`: a challenge for this browser, as text. Its page may have stood open for long.
  @Sendable func challenge(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let visitor = Visitor.hash(call.request) else { throw Refusal.notFound }
    return .response(.text(PasskeyChallenge.make(visitor: visitor, now: call.now, in: db)))
  }

  @Sendable func check(_ call: Call, _ db: borrowing SystemConnection) throws -> Reply {
    guard let visitor = Visitor.hash(call.request) else { throw Refusal.forbidden }
    let throttle = Throttle(passkeyAt: visitor, call, in: db)
    if let wait = try throttle.take(now: call.now, in: db) { return WaitPage.reply(wait, proveBy: nil, call) }
    guard let answer = PasskeyAnswer(.get, call.form), let challenge = answer.challenge(settings),
      try PasskeyChallenge.use(challenge, visitor: visitor, now: call.now, in: db),
      let holder = try db.passkeyHolder(credentialHash: answer.credentialHash), holder.candidate.isActive,
      let state = answer.verify(algorithm: holder.algorithm, publicKey: holder.publicKey, settings),
      let session = try begin(holder, state, call, db)
    else { return refused(call) }
    try throttle.forget(now: call.now, in: db)
    return .redirect(StaffCode.home(holder.candidate.role), cookies: session.cookies + [PendingSignIn.clearing])
  }

  private func begin(
    _ holder: PasskeyHolder, _ state: Passkey.State, _ call: Call, _ db: borrowing SystemConnection
  ) throws -> NewSession? {
    let old = Sessions.token(call.request, .staff)
    let session = NewSession(.staff(holder.candidate.user), [.passkey], call)
    return try db.enter(holder.candidate, origin: call.origin) { tenant in
      do {
        try tenant.transaction(session.event) { tx in
          guard try Passkeys.use(holder.passkey, state, now: call.now, in: tx) else { throw Copied() }
          try session.store(replacing: old, in: tx)
        }
        return session
      } catch is Copied {
        try tenant.transaction(
          AuditEvent("session.refuse", "identity_passkey", holder.passkey, fields: ["counter"])
        ) { _ in }
        return nil
      }
    }
  }

  /// The counter did not rise: undoes the transaction.
  private struct Copied: Error {}

  private func refused(_ call: Call) -> Reply {
    let email = FormField(id: "email", value: "", error: call.text.text("identity.passkey.refused"))
    return .page(StaffSignInPage(title: call.text.text("identity.staff.title"), email: email), status: 422)
  }
}
