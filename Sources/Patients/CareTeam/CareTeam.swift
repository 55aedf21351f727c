import Core
import Database
import SQL

/// FHIR CareTeam: who treats a patient, and so reaches them where practitioners see their own patients alone.
enum CareTeam {
  struct Member: Sendable {
    let id: UserID
    let name: String
    /// Named here by somebody.
    let isNamed: Bool
    /// Has or had an appointment with the patient: part of the team without being named.
    let hasVisits: Bool
  }

  /// Everybody who treats patients here, by name, and whether they treat this one. Who left stays while they are named.
  static func all(of patient: PatientID, in db: borrowing TenantReader) throws -> [Member] {
    try db.rows(
      """
      SELECT u.id, u.name, t.user_id IS NOT NULL,
        EXISTS (SELECT 1 FROM scheduling_appointment a
          JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = a.practitioner_id
          WHERE a.practice_id = \(db.scope) AND a.patient_id = \(patient) AND a.status <> 'enteredInError'
            AND r.user_id = u.id)
      FROM identity_user u
      LEFT JOIN patients_care_team t
        ON t.practice_id = \(db.scope) AND t.patient_id = \(patient) AND t.user_id = u.id
      WHERE u.practice_id = \(db.scope)
        AND (t.user_id IS NOT NULL OR u.status = 'active' AND u.role IN ('owner', 'practitioner'))
      ORDER BY u.name, u.id
      """
    ) { row in
      Member(id: try row.id(0), name: try row.text(1), isNamed: try row.bool(2), hasVisits: try row.bool(3))
    }
  }

  static func add(_ user: UserID, to patient: PatientID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO patients_care_team (practice_id, patient_id, user_id, created_at)
      VALUES (\(tx.scope), \(patient), \(user), \(now))
      """)
  }

  static func remove(_ user: UserID, from patient: PatientID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      DELETE FROM patients_care_team
      WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND user_id = \(user)
      """)
  }
}
