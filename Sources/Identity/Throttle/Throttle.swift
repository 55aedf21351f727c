import Core
import Database
import SQL

/// Counts tries against guessing, for an account and for the network they come from. A try is counted before the
/// secret is looked at, so that tries sent side by side are counted too, and given back when it was right.
struct Throttle: Sendable {
  /// Wrong tries within the window; the next one waits for its end.
  static let limit = 10
  static let windowSeconds: Int64 = 15 * 60

  private let account: [UInt8]
  private let network: [UInt8]

  /// - Parameter emailIndex: of the address typed, whether it is known or not.
  init(emailIndex: [UInt8], address: String, in db: borrowing SystemConnection) {
    account = db.platformIndex(Hex.encode(emailIndex), of: "throttle-account")
    network = db.platformIndex(AddressBlock.of(address), of: "throttle-network")
  }

  /// Counts tries of the second factor of one account: who works at two practices under one address has two counters,
  /// as what is tried at one says nothing of the other.
  init(secondFactorOf candidate: SignInCandidate, address: String, in db: borrowing SystemConnection) {
    account = db.platformIndex("\(candidate.practiceSlug) \(candidate.user)", of: "throttle-second-factor")
    network = db.platformIndex(AddressBlock.of(address), of: "throttle-network")
  }

  /// Counts mails that are asked for, apart from tries: asking for too many keeps nobody from signing in.
  init(mailTo emailIndex: [UInt8], address: String, in db: borrowing SystemConnection) {
    account = db.platformIndex(Hex.encode(emailIndex), of: "throttle-mail-account")
    network = db.platformIndex(AddressBlock.of(address), of: "throttle-mail-network")
  }

  /// Nil when the secret may be looked at; otherwise the seconds to wait.
  func take(now: Instant, in db: borrowing SystemConnection) throws -> Int? {
    let end = now.adding(seconds: Self.windowSeconds)
    for key in [account, network] {
      try db.execute(
        """
        INSERT INTO system_throttle (key_hash, failures, window_ends_at) VALUES (\(key), 1, \(end))
        ON DUPLICATE KEY UPDATE failures = IF(window_ends_at <= \(now), 1, failures + 1),
          window_ends_at = IF(window_ends_at <= \(now), \(end), window_ends_at)
        """)
    }
    let ends = try db.rows(
      """
      SELECT window_ends_at FROM system_throttle
      WHERE key_hash IN \(list: [account, network]) AND failures > \(Self.limit)
      """
    ) { try $0.instant(0) }
    return ends.max().map { max(1, Int($0.seconds - now.seconds)) }
  }

  /// The try was right, though more is to come.
  func giveBack(in db: borrowing SystemConnection) throws {
    try db.execute(
      """
      UPDATE system_throttle SET failures = GREATEST(failures - 1, 0) WHERE key_hash IN \(list: [account, network])
      """)
  }

  /// For an address nobody has: as many statements, and one change to disk, as writing a refusal into a practice's
  /// trail takes, so that the time of the answer does not tell the two apart.
  func spendAsLongAsARefusal(in db: borrowing SystemConnection) throws {
    for _ in 1...6 {
      _ = try db.rows("SELECT failures FROM system_throttle WHERE key_hash = \(account)") { try $0.int(0) }
    }
    try db.execute(
      "UPDATE system_throttle SET window_ends_at = window_ends_at + INTERVAL 1 MICROSECOND WHERE key_hash = \(account)")
  }

  /// The person is in by the second factor that these tries were of: the wrong ones before it are forgotten, as are
  /// those of their password.
  func forget(passwordTriesOf emailIndex: [UInt8], now: Instant, in db: borrowing SystemConnection) throws {
    try forgetAccount(now: now, in: db)
    let password = db.platformIndex(Hex.encode(emailIndex), of: "throttle-account")
    try db.execute("DELETE FROM system_throttle WHERE key_hash = \(password)")
  }

  /// The person is in: their wrong tries are forgotten. Those of the network are not, or whoever has one account could
  /// try all others for ever.
  func forgetAccount(now: Instant, in db: borrowing SystemConnection) throws {
    try giveBack(in: db)
    try db.execute("DELETE FROM system_throttle WHERE key_hash = \(account) OR window_ends_at <= \(now)")
  }
}
