import Core
import Database
import Routing
import SQL
import Web

/// Counts tries against guessing. A try is counted before the secret is looked at, so that tries sent side by side are
/// counted too, and given back when it was right.
///
/// Each factor counts for itself. Browsers that an account does not know share a counter for the account, and one for the
/// network they are in. A browser that has signed in to the account before has one of its own: whatever strangers try, it
/// is never held up, and what it tries holds up no other.
struct Throttle: Sendable {
  enum Factor: String, Sendable { case password, code, recovery, passkey, mail, provider }

  /// Wrong tries within the window; the next one waits for its end.
  static let limit = 10
  static let windowSeconds: Int64 = 15 * 60

  /// What is counted of the account, by the browser or by all strangers.
  private let account: [UInt8]
  /// Nil for a browser that the account knows.
  private let network: [UInt8]?

  private var keys: [[UInt8]] { [account] + (network.map { [$0] } ?? []) }
  var isStranger: Bool { network != nil }

  /// - Parameters:
  ///   - account: of whom the factor is, whether there is such an account or not.
  ///   - browser: whether the account knows it; nil where that is not asked.
  private init(
    _ factor: Factor, of account: String, known browser: KnownBrowser?, _ call: Call, in db: borrowing SystemConnection
  ) {
    if let browser {
      self.account = db.platformIndex("\(factor.rawValue) \(account) \(browser.mark)", of: "throttle-browser")
      network = nil
    } else {
      let block = AddressBlock.of(call.request.remoteAddress)
      self.account = db.platformIndex("\(factor.rawValue) \(account)", of: "throttle-account")
      network = db.platformIndex("\(factor.rawValue) \(block)", of: "throttle-network")
    }
  }

  /// Tries of a password.
  /// - Parameter emailIndex: of the address typed, whether it is known or not.
  init(passwordOf emailIndex: [UInt8], _ call: Call, in db: borrowing SystemConnection) throws {
    let browser = try KnownBrowser.known(call, emailIndex: emailIndex, in: db)
    self.init(.password, of: Hex.encode(emailIndex), known: browser, call, in: db)
  }

  /// Tries of the second factor of one account: who works at two practices under one address has two counters, as what
  /// is tried at one says nothing of the other.
  init(
    _ factor: Factor, of candidate: SignInCandidate, emailIndex: [UInt8], _ call: Call,
    in db: borrowing SystemConnection
  ) throws {
    let browser = try KnownBrowser.known(call, emailIndex: emailIndex, in: db)
    self.init(factor, of: "\(candidate.practiceSlug) \(candidate.user)", known: browser, call, in: db)
  }

  /// Tries of passkeys, which name no account before they are right.
  init(passkeyAt visitor: [UInt8], _ call: Call, in db: borrowing SystemConnection) {
    self.init(.passkey, of: Hex.encode(visitor), known: nil, call, in: db)
  }

  /// Answers of an identity provider, which name no account before they are read.
  init(providerAt visitor: [UInt8], _ call: Call, in db: borrowing SystemConnection) {
    self.init(.provider, of: Hex.encode(visitor), known: nil, call, in: db)
  }

  /// Mails that are asked for, apart from tries: asking for too many keeps nobody from signing in.
  init(mailTo emailIndex: [UInt8], _ call: Call, in db: borrowing SystemConnection) {
    self.init(.mail, of: Hex.encode(emailIndex), known: nil, call, in: db)
  }

  /// Nil when the secret may be looked at; otherwise the seconds to wait.
  func take(now: Instant, in db: borrowing SystemConnection) throws -> Int? {
    for key in keys { try Self.count(key, now: now, in: db) }
    let ends = try db.rows(
      "SELECT window_ends_at FROM system_throttle WHERE key_hash IN \(list: keys) AND failures > \(Self.limit)"
    ) { try $0.instant(0) }
    return ends.max().map { max(1, Int($0.seconds - now.seconds)) }
  }

  private static func count(_ key: [UInt8], now: Instant, in db: borrowing SystemConnection) throws {
    let end = now.adding(seconds: windowSeconds)
    try db.execute(
      """
      INSERT INTO system_throttle (key_hash, failures, window_ends_at) VALUES (\(key), 1, \(end))
      ON DUPLICATE KEY UPDATE failures = IF(window_ends_at <= \(now), 1, failures + 1),
        window_ends_at = IF(window_ends_at <= \(now), \(end), window_ends_at)
      """)
  }

  /// Whether the wrong try was the last one before the wait.
  func isAtLimit(in db: borrowing SystemConnection) throws -> Bool {
    try db.rows("SELECT failures FROM system_throttle WHERE key_hash = \(account)") { try $0.int(0) } == [Self.limit]
  }

  /// The try was right, though more is to come.
  func giveBack(in db: borrowing SystemConnection) throws {
    try db.execute(
      "UPDATE system_throttle SET failures = GREATEST(failures - 1, 0) WHERE key_hash IN \(list: keys)")
  }

  /// For an address nobody has: as many statements, and one change to disk, as writing a refusal into a practice's
  /// trail takes, so that the time of the answer does not tell the two apart.
  func spendAsLongAsARefusal(in db: borrowing SystemConnection) throws {
    for _ in 1...8 {
      _ = try db.rows("SELECT failures FROM system_throttle WHERE key_hash = \(account)") { try $0.int(0) }
    }
    try db.execute(
      "UPDATE system_throttle SET window_ends_at = window_ends_at + INTERVAL 1 MICROSECOND WHERE key_hash = \(account)")
  }

  /// The person is in: the wrong tries of this browser, or of strangers when it was one of them, are forgotten. Those of
  /// the network are not, or whoever has one account could try all others for ever.
  func forget(now: Instant, in db: borrowing SystemConnection) throws {
    try giveBack(in: db)
    try forgetWrong(now: now, in: db)
  }

  /// Of another factor than the one just shown, whose own try was given back before.
  func forgetWrong(now: Instant, in db: borrowing SystemConnection) throws {
    try db.execute("DELETE FROM system_throttle WHERE key_hash = \(account) OR window_ends_at <= \(now)")
  }
}
