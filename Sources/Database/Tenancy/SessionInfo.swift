public import Core

/// What the session behind a cookie says, apart from the scope it opens.
public struct SessionInfo: Sendable {
  public let id: EntityID
  public let userName: String
  public let language: Language
  /// `system`, `light` or `dark`.
  public let theme: String
  public let createdAt: Instant
  public private(set) var proofs: Set<Proof>
  /// When its holder last showed a factor.
  public private(set) var confirmedAt: Instant?
  /// Seconds until it locks (staff) or ends (patients) without a request; none left means locked.
  public private(set) var idleSecondsLeft: Int64
  /// Seconds of quiet after which it locks or ends.
  public let idleSeconds: Int64
  /// What its forms carry. Belongs to the session rather than to its token, so that pages that stand open stay usable
  /// when the token changes.
  public let csrf: String
  /// Blind index of the address whose mail was read to begin it; nil for staff. Who else can be reached from here, for
  /// a guardian or a family with one address, follows from it.
  public let mailbox: [UInt8]?

  /// Nothing is served to a locked session before its holder shows a factor again.
  public var isLocked: Bool { idleSecondsLeft <= 0 }

  /// Whether a factor was shown within the last five minutes (docs/security.md, step-up).
  public func isConfirmed(at now: Instant) -> Bool {
    guard let confirmedAt else { return false }
    return now.microseconds - confirmedAt.microseconds < Self.confirmationSeconds * 1_000_000
  }
  /// Whether anything beside the mailbox was shown (docs/security.md, portal).
  public var hasSecondFactor: Bool { !proofs.isDisjoint(with: [.totp, .passkey, .recovery]) }
  public static let confirmationSeconds: Int64 = 300

  /// The same session, a factor shown just now.
  public func confirmed(at now: Instant, by proof: Proof) -> SessionInfo {
    var copy = self
    copy.proofs.insert(proof)
    copy.confirmedAt = now
    copy.idleSecondsLeft = idleSeconds
    return copy
  }
}
