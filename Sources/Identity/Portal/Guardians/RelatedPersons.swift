import Core
import Crypto
import Database
import SQL

/// All SQL of those who act for patients.
enum RelatedPersons {
  static let nameColumn = SealedColumn("identity_related_person", "sealed_name")

  /// Newest first.
  static func of(_ patient: PatientID, in db: borrowing TenantReader) throws -> [RelatedPerson] {
    try db.rows(
      """
      SELECT r.id, r.account_id, r.sealed_name, a.sealed_email, r.relation, r.valid_until, r.ended_at,
        a.sealed_totp IS NOT NULL OR EXISTS (
          SELECT 1 FROM identity_passkey k WHERE k.practice_id = \(db.scope) AND k.account_id = a.id)
      FROM identity_related_person r
      JOIN identity_portal_account a ON a.practice_id = \(db.scope) AND a.id = r.account_id
      WHERE r.practice_id = \(db.scope) AND r.patient_id = \(patient) ORDER BY r.id DESC LIMIT 50
      """
    ) { row in
      let (id, account) = (try row.id(0), try row.id(1))
      return RelatedPerson(
        id: id, account: account, name: try row.opened(2, nameColumn, row: id),
        email: try row.opened(3, PortalAccounts.emailColumn, row: account), relation: try row.choice(4),
        validUntil: try row.instantIfPresent(5), endedAt: try row.instantIfPresent(6),
        hasSecondFactor: try row.bool(7))
    }
  }

  static func isLinked(
    _ account: EntityID, to patient: PatientID, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    try tx.first(
      """
      SELECT COUNT(*) FROM identity_related_person
      WHERE practice_id = \(tx.scope) AND account_id = \(account) AND patient_id = \(patient) AND ended_at IS NULL
        AND (valid_until IS NULL OR valid_until > \(now))
      """
    ) { try $0.int(0) > 0 } ?? false
  }

  static func add(
    _ draft: RelatedPersonDraft, as id: EntityID, _ account: EntityID, to patient: PatientID, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO identity_related_person (practice_id, id, account_id, patient_id, sealed_name, relation, valid_until,
        created_at, created_by)
      VALUES (\(tx.scope), \(id), \(account), \(patient), \(tx.seal(draft.name, nameColumn, row: id)),
        \(draft.relation.rawValue), \(draft.validUntil), \(now), \(tx.scope.actor.user))
      """)
  }

  /// False when it had ended before. Sessions in which somebody acts for this patient end with it.
  static func end(
    _ person: RelatedPerson, of patient: PatientID, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let isDone =
      try tx.execute(
        """
        UPDATE identity_related_person SET ended_at = \(now)
        WHERE practice_id = \(tx.scope) AND id = \(person.id) AND patient_id = \(patient) AND ended_at IS NULL
        """) == 1
    try tx.execute(
      """
      DELETE FROM identity_session
      WHERE practice_id = \(tx.scope) AND account_id = \(person.account) AND patient_id = \(patient)
      """)
    return isDone
  }

  static func patientExists(_ patient: PatientID, in db: borrowing TenantReader) throws -> Bool {
    try db.first("SELECT id FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(patient)") {
      try $0.id(0)
    } != nil
  }
}
