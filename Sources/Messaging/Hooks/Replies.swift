import Core
import Crypto
import Database
import SQL

/// All SQL of what patients answer.
enum Replies {
  struct Sender: Sendable {
    let id: PatientID
    let language: Language
    let isActive: Bool
  }

  static func isKnown(_ name: String, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      "SELECT 1 FROM messaging_reply WHERE practice_id = \(db.scope) AND carrier_id = \(name)"
    ) { _ in true } ?? false
  }

  static func add(_ name: String, _ keyword: Keyword, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO messaging_reply (practice_id, carrier_id, keyword, received_at)
      VALUES (\(tx.scope), \(name), \(keyword.rawValue), \(now))
      """)
  }

  static func answers(since: Instant, in db: borrowing TenantReader) throws -> Int {
    try db.first(
      """
      SELECT COUNT(*) FROM messaging_reply
      WHERE practice_id = \(db.scope) AND received_at > \(since) AND keyword IN ('help', 'other')
      """
    ) { try $0.int(0) } ?? 0
  }

  /// Everybody with this number: a mother and her children. The index is short, so each is compared in clear.
  static func patients(
    of number: MobileNumber, country: String, in db: borrowing TenantReader
  ) throws -> [Sender] {
    var found: [PatientID: Sender] = [:]
    for spelling in number.spellings(country: country) {
      let index = try db.blindIndex(spelling, of: "phone", bytes: 4)
      let rows = try db.rows(
        """
        SELECT id, sealed_phone, language, is_active FROM patients_patient
        WHERE practice_id = \(db.scope) AND phone_index = \(index) AND erased_at IS NULL
        """
      ) { row -> Sender? in
        let id: PatientID = try row.id(0)
        guard let phone = try row.openedIfPresent(1, Visits.phoneColumn, row: id.id),
          MobileNumber(phone, country: country) == number
        else { return nil }
        return Sender(id: id, language: try row.choice(2), isActive: try row.bool(3))
      }
      for sender in rows.compactMap({ $0 }) { found[sender.id] = sender }
    }
    return found.values.sorted { $0.id < $1.id }
  }
}
