public import Core
public import Crypto
public import Database
import SQL

/// All SQL of erasures.
public enum Erasures {
  /// What stands where a name was: about nobody, and the same in every language.
  static let placeholder: StaticString = "\u{1f}***"

  static func all(of patient: PatientID, in db: borrowing TenantReader) throws -> [Erasure] {
    try db.rows(
      """
      SELECT id, patient_id, part, state, due_on, requested_at, done_at FROM patients_erasure
      WHERE practice_id = \(db.scope) AND patient_id = \(patient) ORDER BY due_on, part
      """, read)
  }

  static func find(_ id: EntityID, in db: borrowing TenantReader) throws -> Erasure? {
    try db.first(
      """
      SELECT id, patient_id, part, state, due_on, requested_at, done_at FROM patients_erasure
      WHERE practice_id = \(db.scope) AND id = \(id)
      """, read)
  }

  private static func read(_ row: borrowing Row) throws -> Erasure {
    Erasure(
      id: try row.id(0), patient: try row.id(1), part: try row.text(2) == "contact" ? .contact : .record,
      state: try row.choice(3), dueOn: try row.date(4), requestedAt: try row.instant(5),
      doneAt: try row.instantIfPresent(6))
  }

  /// Plans one part; what is planned already stays as it is.
  static func plan(
    _ part: PatientPart, of patient: PatientID, dueOn: LocalDate, runAt: Instant, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    let id = EntityID.make(at: now)
    let count = try tx.execute(
      """
      INSERT IGNORE INTO patients_erasure (practice_id, id, patient_id, part, due_on, requested_by, requested_at)
      VALUES (\(tx.scope), \(id), \(patient), \(word(part)), \(dueOn), \(tx.scope.actor.user), \(now))
      """)
    guard count == 1 else { return }
    try tx.enqueue(NewJob("patient.erase", payload: "\(id)", runAt: runAt, uniqueKey: "\(id)"))
  }

  /// Empties the rows of Patients for one part, and marks it done. May be repeated.
  public static func apply(
    _ part: PatientPart, of patient: PatientID, _ eraser: PatientEraser, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    for rows in eraser.rows { try rows(patient, part, tx) }
    try ExportErasure.erase(patient, part, now: now, in: tx)
    switch part {
    case .contact: try eraseContact(patient, now: now, in: tx)
    case .record: try eraseRecord(patient, now: now, in: tx)
    }
    try tx.execute(
      """
      UPDATE patients_erasure SET state = 'done', done_at = COALESCE(done_at, \(now))
      WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND part = \(word(part))
      """)
  }

  /// What is kept of somebody whose contact data is gone is kept for the law alone: it is restricted.
  private static func eraseContact(_ patient: PatientID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE patients_patient
      SET version = version + 1, updated_at = \(now), sealed_email = NULL, sealed_phone = NULL, sealed_address = NULL,
        sealed_note = NULL, email_index = NULL, phone_index = NULL, is_active = FALSE,
        restricted_at = COALESCE(restricted_at, \(now)), contact_erased_at = COALESCE(contact_erased_at, \(now))
      WHERE practice_id = \(tx.scope) AND id = \(patient)
      """)
  }

  /// Who treated them, and why a record was opened in an emergency, goes with the record: until then it says who may
  /// reach it. That it was opened stays in the trail.
  private static func eraseRecord(_ patient: PatientID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM patients_care_team WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    try tx.execute("DELETE FROM patients_emergency_access WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    let name = try tx.sealPlaceholder(placeholder, PatientColumns.name, row: patient.id)
    try tx.execute(
      """
      UPDATE patients_patient
      SET version = version + 1, updated_at = \(now), sealed_name = \(name), sealed_birth_date = NULL,
        gender = 'unknown', source_index = NULL, import_id = NULL, is_active = FALSE,
        erased_at = COALESCE(erased_at, \(now))
      WHERE practice_id = \(tx.scope) AND id = \(patient)
      """)
  }

  /// Whether the rows of this part have been emptied; true as well for somebody who is not in the database.
  public static func isApplied(
    _ part: PatientPart, of patient: PatientID, in db: borrowing TenantReader
  ) throws -> Bool {
    let found = try db.first(
      """
      SELECT erased_at IS NOT NULL, contact_erased_at IS NOT NULL FROM patients_patient
      WHERE practice_id = \(db.scope) AND id = \(patient)
      """
    ) { row in (record: try row.bool(0), contact: try row.bool(1)) }
    guard let found else { return true }
    return part == .record ? found.record : found.contact
  }

  static func word(_ part: PatientPart) -> String {
    switch part {
    case .record: "record"
    case .contact: "contact"
    }
  }
}
