import Core
import Database
import SQL

/// What services are called in messages: names that tell of no illness.
enum ServiceNames {
  static let limit = 80

  struct Service: Sendable {
    let id: EntityID
    let name: String
    let publicName: String
  }

  /// Services that can be booked, in the order of the practice.
  static func all(in db: borrowing TenantReader) throws -> [Service] {
    try db.rows(
      """
      SELECT s.id, s.name, COALESCE(n.public_name, '') FROM scheduling_service s
      LEFT JOIN messaging_service_name n ON n.practice_id = \(db.scope) AND n.service_id = s.id
      WHERE s.practice_id = \(db.scope) AND s.is_active
      ORDER BY s.position, s.name, s.id
      """
    ) { Service(id: try $0.id(0), name: try $0.text(1), publicName: try $0.text(2)) }
  }

  static func save(_ service: EntityID, _ name: String, in tx: borrowing TenantTransaction) throws {
    guard !name.isEmpty else {
      try tx.execute(
        "DELETE FROM messaging_service_name WHERE practice_id = \(tx.scope) AND service_id = \(service)")
      return
    }
    try tx.execute(
      """
      INSERT INTO messaging_service_name (practice_id, service_id, public_name)
      VALUES (\(tx.scope), \(service), \(name)) ON DUPLICATE KEY UPDATE public_name = \(name)
      """)
  }
}
