import Core
import Database
import SQL

/// All SQL of consents. Nothing is ever changed in one but its withdrawal.
enum Consents {
  /// Latest first, withdrawn ones too.
  static func all(of patient: PatientID, in db: borrowing TenantReader) throws -> [Consent] {
    try db.rows(
      """
      SELECT c.id, c.topic, t.id, t.language, t.version, t.text, c.given_at, c.given_by, u.name, c.withdrawn_at,
        c.withdrawn_by
      FROM patients_consent c
      JOIN patients_consent_text t ON t.practice_id = \(db.scope) AND t.id = c.text_id
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = c.user_id
      WHERE c.practice_id = \(db.scope) AND c.patient_id = \(patient) ORDER BY c.given_at DESC, c.id DESC
      """
    ) { row in
      let topic = try row.choice(1, as: ConsentTopic.self)
      let withdrawnBy = try row.isNull(10) ? nil : try row.choice(10, as: ConsentSource.self)
      return Consent(
        id: try row.id(0), topic: topic,
        text: ConsentText(
          id: try row.id(2), topic: topic, language: try row.choice(3), version: try row.int(4), text: try row.text(5)),
        givenAt: try row.instant(6), givenBy: try row.choice(7), writer: try row.textIfPresent(8),
        withdrawnAt: try row.instantIfPresent(9), withdrawnBy: withdrawnBy)
    }
  }

  /// Agrees to a text, unless the same text is agreed to already. An agreement to an older text ends with it.
  static func give(
    _ topic: ConsentTopic, text: EntityID, of patient: PatientID, by source: ConsentSource, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    let known = try tx.first(
      """
      SELECT 1 FROM patients_consent
      WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND text_id = \(text) AND withdrawn_at IS NULL
      """
    ) { try $0.int(0) }
    guard known == nil else { return }
    _ = try withdraw(topic, of: patient, by: source, now: now, in: tx)
    try tx.execute(
      """
      INSERT INTO patients_consent (practice_id, id, patient_id, topic, text_id, given_at, given_by, user_id)
      VALUES (\(tx.scope), \(EntityID.make(at: now)), \(patient), \(topic.rawValue), \(text), \(now), \(source.rawValue),
        \(tx.scope.actor.user))
      """)
  }

  /// Ends what is agreed to about a topic; false when there is nothing.
  static func withdraw(
    _ topic: ConsentTopic, of patient: PatientID, by source: ConsentSource, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> Bool {
    try tx.execute(
      """
      UPDATE patients_consent SET withdrawn_at = \(now), withdrawn_by = \(source.rawValue)
      WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND topic = \(topic.rawValue) AND withdrawn_at IS NULL
      """) > 0
  }
}
