import Core
import Database
import SQL
import Templates

/// All SQL of the words that are agreed to.
enum ConsentTexts {
  /// Code points; as wide as the column.
  static let limit = 4000

  /// The newest words of a topic in a language: the practice's own, or the product's.
  static func current(
    _ topic: ConsentTopic, _ language: Language, _ text: Localizer, in db: borrowing TenantReader
  ) throws -> ConsentText {
    let found = try db.first(
      """
      SELECT id, version, text FROM patients_consent_text
      WHERE practice_id = \(db.scope) AND topic = \(topic.rawValue) AND language = \(language.rawValue)
      ORDER BY version DESC LIMIT 1
      """
    ) { row in
      ConsentText(
        id: try row.id(0), topic: topic, language: language, version: try row.int(1), text: try row.text(2))
    }
    return found ?? ConsentText(id: nil, topic: topic, language: language, version: 0, text: words(topic, text))
  }

  /// The product's own words, in the language of the page.
  static func words(_ topic: ConsentTopic, _ text: Localizer) -> String {
    switch topic {
    case .treatment: text.text("patients.consent.text.treatment")
    case .telehealth: text.text("patients.consent.text.telehealth")
    case .marketing: text.text("patients.consent.text.marketing")
    case .sharing: text.text("patients.consent.text.sharing")
    case .sms: text.text("patients.consent.text.sms")
    case .whatsapp: text.text("patients.consent.text.whatsapp")
    case .email: text.text("patients.consent.text.email")
    case .writtenSms: text.text("patients.consent.text.writtenSms")
    }
  }

  /// Writes a new version; gives its id. Of two at the same moment one is refused by the key.
  static func add(
    _ topic: ConsentTopic, _ language: Language, _ text: String, version: Int, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> EntityID {
    let id = EntityID.make(at: now)
    try tx.execute(
      """
      INSERT INTO patients_consent_text (practice_id, id, topic, language, version, text, created_at, created_by)
      VALUES (\(tx.scope), \(id), \(topic.rawValue), \(language.rawValue), \(version), \(text), \(now),
        \(tx.scope.actor.user))
      """)
    return id
  }
}
