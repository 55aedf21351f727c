import Core
import Database
import SQL

/// All SQL of templates that WhatsApp has approved, as the practice entered them.
enum Contents {
  static func find(
    _ rule: AppointmentRule, _ language: Language, in db: borrowing TenantReader
  ) throws -> String? {
    try all(of: rule, in: db)[language]
  }

  static func all(of rule: AppointmentRule, in db: borrowing TenantReader) throws -> [Language: String] {
    let rows = try db.rows(
      """
      SELECT language, content FROM messaging_content
      WHERE practice_id = \(db.scope) AND rule = \(rule.rawValue)
      """
    ) { (try $0.choice(0, as: Language.self), try $0.text(1)) }
    return Dictionary(rows) { first, _ in first }
  }

  /// Nil takes it away.
  static func write(
    _ content: String?, _ rule: AppointmentRule, _ language: Language, in tx: borrowing TenantTransaction
  ) throws {
    guard let content else {
      try tx.execute(
        """
        DELETE FROM messaging_content
        WHERE practice_id = \(tx.scope) AND rule = \(rule.rawValue) AND language = \(language.rawValue)
        """)
      return
    }
    try tx.execute(
      """
      INSERT INTO messaging_content (practice_id, rule, language, content)
      VALUES (\(tx.scope), \(rule.rawValue), \(language.rawValue), \(content))
      ON DUPLICATE KEY UPDATE content = \(content)
      """)
  }
}
