import Core
import Database
import SQL

/// All SQL of a practice's quiet hours.
enum QuietSettings {
  struct Stored: Sendable {
    let hours: QuietHours
    /// 0 for those that come with the product.
    let version: Int
  }

  static func find(in db: borrowing TenantReader) throws -> Stored {
    let found = try db.first(
      """
      SELECT is_quiet, quiet_from, quiet_to, version FROM messaging_setting WHERE practice_id = \(db.scope)
      """
    ) { row in
      Stored(
        hours: QuietHours(isOn: try row.bool(0), from: try row.int(1), to: try row.int(2)), version: try row.int(3))
    }
    return found ?? Stored(hours: .standard, version: 0)
  }

  /// False when somebody else has saved since `version` was read.
  static func save(_ hours: QuietHours, version: Int, in tx: borrowing TenantTransaction) throws -> Bool {
    if version > 0 {
      return try tx.execute(
        """
        UPDATE messaging_setting SET is_quiet = \(hours.isOn), quiet_from = \(hours.from), quiet_to = \(hours.to),
          version = version + 1
        WHERE practice_id = \(tx.scope) AND version = \(version)
        """) == 1
    }
    do {
      try tx.execute(
        """
        INSERT INTO messaging_setting (practice_id, is_quiet, quiet_from, quiet_to)
        VALUES (\(tx.scope), \(hours.isOn), \(hours.from), \(hours.to))
        """)
    } catch let error as DatabaseError where error.isDuplicate {
      return false
    }
    return true
  }
}
