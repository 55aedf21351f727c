public import Core
public import Crypto
public import Database
public import Routing
import SQL
public import Web

/// A session about to begin. Its token is fresh at every sign-in, so nothing a browser held before is worth anything
/// afterwards.
public struct NewSession: Sendable {
  public enum Holder: Sendable {
    case staff(UserID)
    /// Signed in by mail alone: sees times, nothing clinical (docs/security.md).
    case patient(PatientID)
  }

  let id: EntityID
  let holder: Holder
  public let token: Token
  private let proofs: Set<Proof>
  private let now: Instant
  /// When it began, with the session it goes on from: how long it may last counts from here.
  private let beganAt: Instant
  private let confirmedAt: Instant?
  /// What the browser calls itself, and the network it is in, for the list of sessions.
  private let device: String
  private let network: String
  /// Nil for patients, whose sign-in is bound to a browser by itself, and for development's.
  private let browser: KnownBrowser?

  /// - Parameter proofs: what was shown just now.
  public init(_ holder: Holder, _ proofs: Set<Proof>, _ call: Call) {
    id = EntityID.make(at: call.now)
    token = Token.make()
    self.holder = holder
    self.proofs = proofs
    (now, beganAt, confirmedAt) = (call.now, call.now, call.now)
    device = DeviceLabel.of(call.request.headers["user-agent"] ?? "")
    network = AddressBlock.shown(call.request.remoteAddress)
    switch holder {
    case .staff: browser = proofs.isEmpty ? nil : KnownBrowser(call)
    case .patient: browser = nil
    }
  }

  /// Another account of the same person takes over from a session: as old, with the same proofs, and no factor shown
  /// anew.
  init(continuing session: SessionInfo, as user: UserID, _ call: Call) {
    id = EntityID.make(at: call.now)
    token = Token.make()
    holder = .staff(user)
    proofs = session.proofs
    (now, beganAt, confirmedAt) = (call.now, session.createdAt, session.confirmedAt)
    device = DeviceLabel.of(call.request.headers["user-agent"] ?? "")
    network = AddressBlock.shown(call.request.remoteAddress)
    browser = KnownBrowser(call)
  }

  var kind: SessionKind {
    switch holder {
    case .staff: .staff
    case .patient: .patient
    }
  }

  /// What the transaction that stores it is called in the audit trail.
  public var event: AuditEvent {
    switch holder {
    case .staff: AuditEvent("session.start", "identity_session", id)
    case .patient(let patient): AuditEvent("session.start", "identity_session", id, patient: patient)
    }
  }

  /// Strict for staff: no other site can even open a page as them. Patients come from links in their mail.
  public var cookie: Cookie {
    Cookie(SessionCookie.name(kind), token.text, sameSite: kind == .staff ? .strict : .lax)
  }

  /// What the answer to a sign-in sets: the session, and what the browser is known by next time.
  public var cookies: [Cookie] { [cookie] + [browser?.cookie].compactMap { $0 } }

  /// Tells the owner of the account when the browser is new to it.
  /// - Parameter replacing: what the browser held until now; it ends here.
  public func store(replacing: Token?, in tx: borrowing TenantTransaction) throws {
    if let replacing {
      try tx.execute(
        "DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND token_hash = \(replacing.hash)")
    }
    let (user, patient): (UserID?, PatientID?) =
      switch holder {
      case .staff(let user): (user, nil)
      case .patient(let patient): (nil, patient)
      }
    if let user { try browser?.greet(user, now: now, in: tx) }
    try tx.execute(
      """
      INSERT INTO identity_session (practice_id, id, token_hash, kind, user_id, patient_id, created_at, seen_at,
        expires_at, proofs, confirmed_at, device, network)
      VALUES (\(tx.scope), \(id), \(token.hash), \(kind.rawValue), \(user), \(patient), \(beganAt), \(now),
        \(beganAt.adding(seconds: kind.absoluteSeconds)), \(Proof.text(of: proofs)), \(confirmedAt), \(device), \(network))
      """)
  }
}
