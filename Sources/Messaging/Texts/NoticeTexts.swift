import Core
import Database
import SQL

/// All SQL of the practice's own texts.
enum NoticeTexts {
  static func find(
    _ rule: AppointmentRule, _ channel: Channel, _ language: Language, in db: borrowing TenantReader
  ) throws -> NoticeText? {
    try db.first(
      """
      SELECT subject, body, version FROM messaging_text
      WHERE practice_id = \(db.scope) AND rule = \(rule.rawValue) AND channel = \(channel.rawValue)
        AND language = \(language.rawValue)
      """
    ) { NoticeText(subject: try $0.text(0), body: try $0.text(1), version: try $0.int(2)) }
  }

  /// Languages in which each rule has words of the practice, for one channel.
  static func languages(_ channel: Channel, in db: borrowing TenantReader) throws -> [String: Set<Language>] {
    var found: [String: Set<Language>] = [:]
    _ = try db.rows(
      """
      SELECT rule, language FROM messaging_text
      WHERE practice_id = \(db.scope) AND channel = \(channel.rawValue)
      """
    ) { row in
      found[try row.text(0), default: []].insert(try row.choice(1))
    }
    return found
  }

  /// False when somebody else has saved since `version` was read.
  static func save(
    _ text: NoticeText, _ rule: AppointmentRule, _ channel: Channel, _ language: Language,
    in tx: borrowing TenantTransaction
  ) throws -> Bool {
    if text.version > 0 {
      return try tx.execute(
        """
        UPDATE messaging_text SET subject = \(text.subject), body = \(text.body), version = version + 1
        WHERE practice_id = \(tx.scope) AND rule = \(rule.rawValue) AND channel = \(channel.rawValue)
          AND language = \(language.rawValue) AND version = \(text.version)
        """) == 1
    }
    do {
      try tx.execute(
        """
        INSERT INTO messaging_text (practice_id, rule, channel, language, subject, body)
        VALUES (\(tx.scope), \(rule.rawValue), \(channel.rawValue), \(language.rawValue), \(text.subject), \(text.body))
        """)
    } catch let error as DatabaseError where error.isDuplicate {
      return false
    }
    return true
  }

  /// Back to what comes with the product.
  static func remove(
    _ rule: AppointmentRule, _ channel: Channel, _ language: Language, in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      DELETE FROM messaging_text
      WHERE practice_id = \(tx.scope) AND rule = \(rule.rawValue) AND channel = \(channel.rawValue)
        AND language = \(language.rawValue)
      """)
  }
}
