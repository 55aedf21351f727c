import Core
import Database
import SQL

/// Whether patients may begin a conversation, and how soon the practice says it answers.
struct Answering: Sendable, Equatable {
  static let mostDays = 10

  let patientsWrite: Bool
  /// Working days.
  let days: Int
  /// 0 for what comes with the product.
  let version: Int

  static let standard = Answering(patientsWrite: false, days: 2, version: 0)

  static func find(in db: borrowing TenantReader) throws -> Answering {
    try db.first(
      "SELECT patients_write, answer_days, version FROM messaging_answering WHERE practice_id = \(db.scope)"
    ) {
      Answering(patientsWrite: try $0.bool(0), days: try $0.int(1), version: try $0.int(2))
    } ?? .standard
  }

  /// False when somebody else has saved since ``version`` was read.
  func save(in tx: borrowing TenantTransaction) throws -> Bool {
    if version > 0 {
      return try tx.execute(
        """
        UPDATE messaging_answering SET patients_write = \(patientsWrite), answer_days = \(days), version = version + 1
        WHERE practice_id = \(tx.scope) AND version = \(version)
        """) == 1
    }
    do {
      try tx.execute(
        """
        INSERT INTO messaging_answering (practice_id, patients_write, answer_days)
        VALUES (\(tx.scope), \(patientsWrite), \(days))
        """)
    } catch let error as DatabaseError where error.isDuplicate {
      return false
    }
    return true
  }
}
