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
    /// Somebody who acts for a patient: the account of the portal.
    case guardian(EntityID, for: PatientID)

    var patient: PatientID? {
      switch self {
      case .staff: nil
      case .patient(let patient), .guardian(_, for: let patient): patient
      }
    }
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
  /// Blind index of the address whose mail began it; nil for staff.
  private let mailbox: [UInt8]?

  /// - Parameters:
  ///   - proofs: what was shown just now.
  ///   - mailbox: blind index of the address whose mail was read.
  public init(_ holder: Holder, _ proofs: Set<Proof>, mailbox: [UInt8]? = nil, _ call: Call) {
    id = EntityID.make(at: call.now)
    token = Token.make()
    self.holder = holder
    self.proofs = proofs
    (now, beganAt) = (call.now, call.now)
    // The provider's word may rest on factors that were shown there hours ago.
    confirmedAt = proofs == [.provider] ? nil : call.now
    device = DeviceLabel.of(call.request.headers["user-agent"] ?? "")
    network = AddressBlock.shown(call.request.remoteAddress)
    switch holder {
    case .staff: browser = proofs.isEmpty ? nil : KnownBrowser(call)
    case .patient, .guardian: browser = nil
    }
    self.mailbox = mailbox
  }

  /// Another account of the same person, or another patient of the same mailbox, takes over from a session: as old, and
  /// no factor shown anew.
  /// - Parameter proofs: those that count for the new holder as well.
  init(continuing session: SessionInfo, as holder: Holder, _ proofs: Set<Proof>, _ call: Call) {
    id = EntityID.make(at: call.now)
    token = Token.make()
    self.holder = holder
    self.proofs = proofs
    (now, beganAt, confirmedAt) = (call.now, session.createdAt, session.confirmedAt)
    device = DeviceLabel.of(call.request.headers["user-agent"] ?? "")
    network = AddressBlock.shown(call.request.remoteAddress)
    browser = holder.patient == nil ? KnownBrowser(call) : nil
    mailbox = session.mailbox
  }

  var kind: SessionKind {
    switch holder {
    case .staff: .staff
    case .patient, .guardian: .patient
    }
  }

  /// What the transaction that stores it is called in the audit trail.
  public var event: AuditEvent {
    AuditEvent("session.start", "identity_session", id, patient: holder.patient)
  }

  public var cookie: Cookie { SessionCookie.make(kind, token) }

  /// What the answer to a sign-in sets: the session, and what the browser is known by next time.
  public var cookies: [Cookie] { [cookie] + [browser?.cookie].compactMap { $0 } }

  /// Tells the owner of the account when the browser is new to it.
  /// - Parameter replacing: what the browser held until now; it ends here.
  public func store(replacing: Token?, in tx: borrowing TenantTransaction) throws {
    if let replacing {
      try tx.execute(
        "DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND token_hash = \(replacing.hash)")
    }
    let (user, account): (UserID?, EntityID?) =
      switch holder {
      case .staff(let user): (user, nil)
      case .patient: (nil, nil)
      case .guardian(let account, for: _): (nil, account)
      }
    if let user { try browser?.greet(user, now: now, in: tx) }
    try tx.execute(
      """
      INSERT INTO identity_session (practice_id, id, token_hash, kind, user_id, patient_id, created_at, seen_at,
        expires_at, proofs, confirmed_at, device, network, account_id, email_index)
      VALUES (\(tx.scope), \(id), \(token.hash), \(kind.rawValue), \(user), \(holder.patient), \(beganAt), \(now),
        \(beganAt.adding(seconds: kind.absoluteSeconds)), \(Proof.text(of: proofs)), \(confirmedAt), \(device), \(network),
        \(account), \(mailbox))
      """)
  }
}
