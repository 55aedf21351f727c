import Core
import Crypto
import Database
import SQL

/// Codes on paper for the day the phone is gone: ten of 80 bits, each works once in place of the app's.
enum RecoveryCodes {
  static let count = 10
  /// No letters that look like digits.
  private static let letters = Array("abcdefghjkmnpqrstuvwxyz123456789".utf8)

  /// `k7m2-xq4d-…`: 16 characters in groups of four.
  static func make() -> [String] {
    (0..<count).map { _ in
      let text = SecureRandom.bytes(16).map { letters[Int($0) % 32] }
      return stride(from: 0, to: 16, by: 4).map { String(decoding: text[$0..<($0 + 4)], as: UTF8.self) }
        .joined(separator: "-")
    }
  }

  /// As it is compared: small letters and digits alone.
  private static func normalized(_ typed: String) -> String {
    let bytes = typed.utf8.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }
    return String(decoding: bytes.filter { letters.contains($0) }, as: UTF8.self)
  }

  static func left(of holder: FactorHolder, in db: borrowing TenantReader) throws -> Int {
    try db.first(
      """
      SELECT COUNT(*) FROM identity_recovery_code
      WHERE practice_id = \(db.scope) AND (user_id = \(holder.user) OR account_id = \(holder.account))
        AND used_at IS NULL
      """
    ) { try $0.int(0) } ?? 0
  }

  /// Puts these in the place of all earlier ones.
  static func store(
    _ codes: [String], of holder: FactorHolder, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try remove(of: holder, in: tx)
    for code in codes {
      try tx.execute(
        """
        INSERT INTO identity_recovery_code (practice_id, id, user_id, account_id, code_hash)
        VALUES (\(tx.scope), \(EntityID.make(at: now)), \(holder.user), \(holder.account),
          \(hash(code, of: holder, in: tx)))
        """)
    }
  }

  static func remove(of holder: FactorHolder, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      DELETE FROM identity_recovery_code
      WHERE practice_id = \(tx.scope) AND (user_id = \(holder.user) OR account_id = \(holder.account))
      """)
  }

  /// Uses a code up; false when there is none like it, or no more.
  static func use(
    _ typed: String, of holder: FactorHolder, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    try tx.execute(
      """
      UPDATE identity_recovery_code SET used_at = \(now)
      WHERE practice_id = \(tx.scope) AND (user_id = \(holder.user) OR account_id = \(holder.account))
        AND used_at IS NULL AND code_hash = \(hash(typed, of: holder, in: tx))
      """) == 1
  }

  private static func hash(
    _ typed: String, of holder: FactorHolder, in tx: borrowing TenantTransaction
  ) throws -> [UInt8] {
    try tx.blindIndex("\(holder.id) \(normalized(typed))", of: "recovery-code", bytes: 32)
  }
}
