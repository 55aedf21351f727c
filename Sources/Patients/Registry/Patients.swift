public import Core
import Crypto
public import Database
import SQL

/// All SQL of patients' master data.
public enum Patients {
  static let nameColumn = SealedColumn("patients_patient", "sealed_name")
  static let emailColumn = SealedColumn("patients_patient", "sealed_email")
  static let phoneColumn = SealedColumn("patients_patient", "sealed_phone")

  /// The patient who booked: somebody with this e-mail address and this name, or a new one. Nothing tells the visitor
  /// which of the two it was.
  public static func register(
    _ new: NewPatient, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> PatientID {
    let index = try tx.blindIndex(EmailIndex.normalized(new.email), of: "email")
    let known = try tx.rows(
      """
      SELECT id, sealed_name FROM patients_patient
      WHERE practice_id = \(tx.scope) AND email_index = \(index) AND is_active ORDER BY id
      """
    ) { row in
      let id = try row.id(0, as: PatientID.self)
      return (id: id, name: SealedName.decode(try row.opened(1, nameColumn, row: id.id)))
    }
    let wanted = NameKey(new.name)
    if let same = known.first(where: { NameKey($0.name) == wanted }) { return same.id }
    let id = PatientID.make()
    try tx.execute(
      """
      INSERT INTO patients_patient (practice_id, id, sealed_name, sealed_email, email_index, sealed_phone, phone_index,
        language, created_at, updated_at)
      VALUES (\(tx.scope), \(id), \(tx.seal(SealedName.encode(new.name), nameColumn, row: id.id)),
        \(tx.sealIfPresent(new.email, emailColumn, row: id.id)), \(index),
        \(tx.sealIfPresent(new.phone, phoneColumn, row: id.id)), \(PhoneIndex.of(new.phone, in: tx)),
        \(new.language.rawValue), \(now), \(now))
      """)
    try tx.audit(AuditEvent("patient.register", "patients_patient", id.id, patient: id))
    return id
  }
}
