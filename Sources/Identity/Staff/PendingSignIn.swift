import Core
import Crypto
import Database
import Routing
import Web

/// Somebody whose password was right, or whom their practice's identity provider vouched for, and who still owes the
/// second factor. Nobody is signed in yet: this is a signed
/// note that the browser carries for five minutes. It counts in that browser alone, and only while the passwords it
/// was given for are unchanged.
struct PendingSignIn {
  static let cookieName = "praxis-pending"
  static let seconds: Int64 = 300

  let emailIndex: [UInt8]
  /// One; several while the practice is still to be chosen.
  let candidates: [SignInCandidate]
  /// What was shown: the password, or the provider's word.
  var first: Proof = .password

  func cookie(visitor: [UInt8], now: Instant, in db: borrowing SystemConnection) -> Cookie {
    let expiry = UInt64(bitPattern: now.adding(seconds: Self.seconds).seconds)
    let payload =
      EntityID(high: expiry, low: first == .provider ? 1 : 0).bytes + emailIndex
      + candidates.flatMap { $0.user.id.bytes }
    let mac = Self.mac(payload, candidates, visitor: visitor, in: db)
    return Cookie(Self.cookieName, Base64URL.encode(mac + payload), sameSite: .strict, maxAge: Int(Self.seconds))
  }

  static let clearing = Cookie(cookieName, "", sameSite: .strict, maxAge: 0)

  /// Nil for a note that is missing, too old, another browser's, or changed.
  static func read(_ request: Request, now: Instant, in db: borrowing SystemConnection) throws -> PendingSignIn? {
    guard let visitor = Visitor.hash(request),
      let text = request.cookies[Cookie.name(cookieName, isSecure: request.isSecure)],
      let bytes = Base64URL.decode(text), bytes.count >= 64, bytes.count % 16 == 0,
      let expiry = EntityID(bytes: bytes[16..<32]), Int64(bitPattern: expiry.high) > now.seconds
    else { return nil }
    let emailIndex = Array(bytes[32..<48])
    let users = stride(from: 48, to: bytes.count, by: 16).compactMap { EntityID(bytes: bytes[$0..<($0 + 16)]) }
    let known = try db.signInCandidates(emailIndex: emailIndex)
    let candidates = users.compactMap { user in known.first { $0.user.id == user && $0.isActive } }
    let expected = mac(Array(bytes[16...]), candidates, visitor: visitor, in: db)
    guard candidates.count == users.count, Digest.areEqual(expected, Array(bytes[..<16])) else { return nil }
    return PendingSignIn(
      emailIndex: emailIndex, candidates: candidates, first: expiry.low == 1 ? .provider : .password)
  }

  /// The same once the practice is chosen; nil as well while it is not.
  static func one(
    _ call: Call, in db: borrowing SystemConnection
  ) throws -> (pending: PendingSignIn, candidate: SignInCandidate)? {
    guard let pending = try read(call.request, now: call.now, in: db), pending.candidates.count == 1 else { return nil }
    return (pending, pending.candidates[0])
  }

  private static func mac(
    _ payload: [UInt8], _ candidates: [SignInCandidate], visitor: [UInt8], in db: borrowing SystemConnection
  ) -> [UInt8] {
    let hashes = candidates.map { $0.passwordHash ?? "-" }.joined(separator: " ")
    return db.platformIndex("\(Hex.encode(payload)) \(Hex.encode(visitor)) \(hashes)", of: "pending-sign-in")
  }
}

extension PendingSignIn {
  /// Its owner is in: what goes with the factor that came first.
  static func settle(_ first: Proof, of user: UserID, now: Instant, in tx: borrowing TenantTransaction) throws {
    guard first == .provider else { return try PasswordTries.forget(of: user, in: tx) }
    // Somebody else may have ended the connection since.
    guard try ProviderLinks.noteUse(of: user, now: now, in: tx) else { throw Refusal.conflict }
  }
}
