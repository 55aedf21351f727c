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
    .page(try page(call, error: nil, db))
  }

  /// `GET /session/passkey`: a challenge for confirming, as text.
  @Sendable static func challenge(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let session = call.session else { throw Refusal.signInRequired }
    return .response(.text(PasskeyChallenge.make(session: session.id, now: call.now, in: db)))
  }

  @Sendable func add(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let user = try Caller.of(db.scope)
    let name = SingleLine.clean(call.form["name"] ?? "")
    guard !name.isEmpty, name.unicodeScalars.count <= 60 else { return try refused("name.refused", call, db.reader) }
    guard let session = call.session, let answer = PasskeyAnswer(.create, call.form),
      let challenge = answer.challenge(settings), let key = registration(answer)
    else { return try refused("refused", call, db.reader) }
    let id = EntityID.make(at: call.now)
    do {
      try db.transaction(AuditEvent("factor.add", "identity_passkey", id, fields: ["passkey"])) { tx in
        guard try Factors.lock(user, in: tx).passkeys.count < Passkeys.limit else { throw Refusal.conflict }
        guard try PasskeyChallenge.use(challenge, session: session.id, now: call.now, in: tx) else { throw Stale() }
        try Passkeys.add(key, name: name, as: id, of: user, now: call.now, in: tx)
        try StaffAlert.enqueue(.passkeyAdded, for: user, now: call.now, in: tx)
        try OwnSessions.endOthers(of: user, but: session.id, in: tx)
      }
    } catch is Stale {
      return try refused("refused", call, db.reader)
    } catch let error as DatabaseError where error.isDuplicate {
      return try refused("known", call, db.reader)
    }
    return .redirect(SecurityHandlers.path + "?done=passkey")
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
    guard try Passkeys.list(of: user, in: db.reader).contains(where: { $0.id == id }) else { throw Refusal.notFound }
    let name = SingleLine.clean(call.form["name"] ?? "")
    guard !name.isEmpty, name.unicodeScalars.count <= 60 else {
      let words = call.text.text("identity.passkey.name.refused")
      return .page(try SecurityPage.make(call, user, problem: words, in: db.reader), status: 422)
    }
    try db.transaction(AuditEvent("factor.rename", "identity_passkey", id)) { tx in
      guard try Passkeys.rename(id, to: name, of: user, in: tx) else { throw Refusal.notFound }
    }
    return .redirect(SecurityHandlers.path + "?done=renamed")
  }

  @Sendable static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (user, id) = (try Caller.of(db.scope), try call.entity("passkey"))
    try db.transaction(AuditEvent("factor.remove", "identity_passkey", id, fields: ["passkey"])) { tx in
      let factors = try Factors.lock(user, in: tx)
      guard factors.passkeys.contains(where: { $0.id == id }) else { throw Refusal.notFound }
      guard factors.passkeyMayGo, try Passkeys.remove(id, of: user, in: tx) else { throw Refusal.conflict }
      try StaffAlert.enqueue(.passkeyRemoved, for: user, now: call.now, in: tx)
      try OwnSessions.endOthers(of: user, but: call.session?.id, in: tx)
    }
    return .redirect(SecurityHandlers.path + "?done=passkeyRemoved")
  }

  private func refused(_ why: String, _ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, error: call.text.text("identity.passkey.\(why)"), db), status: 422)
  }

  private func page(_ call: Call, error: String?, _ db: borrowing TenantReader) throws -> PasskeyNewPage {
    let user = try Caller.of(db.scope)
    guard let session = call.session else { throw Refusal.signInRequired }
    let known = try Passkeys.credentialIDs(of: user, in: db)
    return PasskeyNewPage(
      title: call.text.text("identity.passkey.title"),
      challenge: PasskeyChallenge.make(session: session.id, now: call.now, in: db), site: settings.passkeySite,
      userID: Base64URL.encode(user.id.bytes), userName: "\(session.userName) (\(db.practice.name))",
      known: known.map { Base64URL.encode($0) }.joined(separator: " "),
      label: FormField(
        id: "name", value: call.form["name"] ?? DeviceLabel.of(call.request.headers["user-agent"] ?? ""), error: error))
  }
}

struct PasskeyNewPage: Page {
  static let template = "identity/passkey-new"
  let title: String
  let challenge: String
  let site: String
  let userID: String
  let userName: String
  /// Credentials the person has, by blanks.
  let known: String
  let label: FormField
  static let fields: [Field<PasskeyNewPage>] = [
    .text("title") { $0.title },
    .text("challenge") { $0.challenge },
    .text("site") { $0.site },
    .text("userID") { $0.userID },
    .text("passkeyUser") { $0.userName },
    .text("known") { $0.known },
    .flag("hasErrors") { $0.label.error != nil },
    .list("errors") { $0.label.problems },
    .object("label") { $0.label },
  ]
  static let examples = [
    PasskeyNewPage(
      title: "New passkey", challenge: "AAAA", site: "praxis.example", userID: "AAAA", userName: "Mira", known: "",
      label: FormField(id: "name", value: "Phone", error: nil)),
    PasskeyNewPage(
      title: "New passkey", challenge: "AAAA", site: "praxis.example", userID: "AAAA", userName: "Mira", known: "AA BB",
      label: FormField(id: "name", value: "", error: "Name it")),
  ]
}
