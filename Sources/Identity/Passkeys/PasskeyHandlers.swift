import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// One's own passkeys: made, named and removed.
struct PasskeyHandlers: Sendable {
  let settings: IdentitySettings

  @Sendable func form(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    try page(call, error: nil, status: 200, db)
  }

  /// `GET /session/passkey` and `/portal/passkey-challenge`: a challenge for confirming, as text.
  @Sendable static func challenge(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let session = call.session else { throw Refusal.signInRequired }
    return .response(.text(PasskeyChallenge.make(session: session.id, now: call.now, in: db)))
  }

  @Sendable func add(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let place = try FactorPlace(db.scope)
    let name = SingleLine.clean(call.form["name"] ?? "")
    guard !name.isEmpty, name.unicodeScalars.count <= 60 else { return try refused("name.refused", call, db.reader) }
    guard let session = call.session, let answer = PasskeyAnswer(.create, call.form),
      let challenge = answer.challenge(settings), let key = registration(answer)
    else { return try refused("refused", call, db.reader) }
    let id = EntityID.make(at: call.now)
    do {
      let cookies = try db.transaction(place.event("factor.add", "passkey", id)) { tx in
        let factors = try place.lock(call, in: tx)
        guard factors.passkeys.count < Passkeys.limit else { throw Refusal.conflict }
        guard try PasskeyChallenge.use(challenge, session: session.id, now: call.now, in: tx) else { throw Stale() }
        try Passkeys.add(key, name: name, as: id, of: place.holder, now: call.now, in: tx)
        try place.tell(.passkeyAdded, call, in: tx)
        try OwnSessions.endOthers(of: place.holder, but: session.id, in: tx)
        return try place.shown(.passkey, call, in: tx)
      }
      return place.done("passkey", call, cookies)
    } catch is Stale {
      return try refused("refused", call, db.reader)
    } catch let error as DatabaseError where error.isDuplicate {
      return try refused("known", call, db.reader)
    }
  }

  /// The challenge was used before or is not ours: undoes the transaction.
  private struct Stale: Error {}

  /// Attestation is not asked for: the key's bytes are what the browser says they are, for the account it is in.
  private func registration(_ answer: PasskeyAnswer) -> Passkey.Registration? {
    do throws(Passkey.Problem) {
      let key = try Passkey.register(authenticatorData: answer.authenticatorData, site: settings.passkeySite)
      return key.credentialID == answer.credentialID ? key : nil
    } catch { return nil }
  }

  @Sendable static func rename(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (user, id) = (try Caller.of(db.scope), try call.entity("passkey"))
    guard try Passkeys.list(of: .staff(user), in: db.reader).contains(where: { $0.id == id }) else {
      throw Refusal.notFound
    }
    let name = SingleLine.clean(call.form["name"] ?? "")
    guard !name.isEmpty, name.unicodeScalars.count <= 60 else {
      let words = call.text.text("identity.passkey.name.refused")
      return .page(try SecurityPage.make(call, user, problem: words, in: db.reader), status: 422)
    }
    try db.transaction(AuditEvent("factor.rename", "identity_passkey", id)) { tx in
      guard try Passkeys.rename(id, to: name, of: .staff(user), in: tx) else { throw Refusal.notFound }
    }
    return .redirect(SecurityHandlers.path + "?done=renamed")
  }

  @Sendable static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (place, id) = (try FactorPlace(db.scope), try call.entity("passkey"))
    try db.transaction(place.event("factor.remove", "passkey", id)) { tx in
      let factors = try place.lock(call, in: tx)
      guard factors.passkeys.contains(where: { $0.id == id }) else { throw Refusal.notFound }
      guard factors.passkeyMayGo, try Passkeys.remove(id, of: place.holder, in: tx) else { throw Refusal.conflict }
      try place.tell(.passkeyRemoved, call, in: tx)
      try OwnSessions.endOthers(of: place.holder, but: call.session?.id, in: tx)
    }
    return .redirect(place.security + "?done=passkeyRemoved")
  }

  private func refused(_ why: String, _ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    try page(call, error: call.text.text("identity.passkey.\(why)"), status: 422, db)
  }

  private func page(_ call: Call, error: String?, status: Int, _ db: borrowing TenantReader) throws -> Reply {
    let place = try FactorPlace(db.scope)
    guard let session = call.session else { throw Refusal.signInRequired }
    let known = try Passkeys.credentialIDs(of: place.holder, in: db)
    let form = PasskeyForm(
      action: place.passkeys, back: place.security, next: place.next(call),
      challenge: PasskeyChallenge.make(session: session.id, now: call.now, in: db), site: settings.passkeySite,
      userID: Base64URL.encode(place.holder.id.bytes), userName: "\(place.label(call)) (\(db.practice.name))",
      known: known.map { Base64URL.encode($0) }.joined(separator: " "),
      label: FormField(
        id: "name", value: call.form["name"] ?? DeviceLabel.of(call.request.headers["user-agent"] ?? ""), error: error))
    let title = call.text.text("identity.passkey.title")
    return place.isPortal
      ? .page(PortalPasskeyNewPage(title: title, form: form), status: status)
      : .page(PasskeyNewPage(title: title, form: form), status: status)
  }
}
