public import Core
public import Database
import SQL

/// All SQL of patients' master data.
public enum Patients {
  /// The patient who booked: somebody with this e-mail address and this name (whatever its case and accents), or a new
  /// one. A family that shares an address stays several patients. Nothing tells the visitor which of the two it was,
  /// and nothing of a known patient is changed: the visitor has not proved who they are.
  public static func register(
    _ new: NewPatient, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> PatientID {
    if let same = try known(new, in: tx.reader) { return same }
    let id = PatientID.make()
    let details = PatientDetails(
      name: new.name, birthDate: nil, gender: .unknown, email: new.email, phone: new.phone, address: "",
      language: new.language, note: "", isActive: true)
    try insert(id, details, now: now, in: tx)
    try tx.audit(AuditEvent("patient.register", "patients_patient", id.id, patient: id))
    return id
  }

  private static func known(_ new: NewPatient, in db: borrowing TenantReader) throws -> PatientID? {
    guard let index = try EmailIndex.of(new.email, in: db) else { return nil }
    let candidates = try db.rows(
      """
      SELECT id, sealed_name FROM patients_patient
      WHERE practice_id = \(db.scope) AND email_index = \(index) AND is_active ORDER BY id
      """
    ) { row in
      let id = try row.id(0, as: PatientID.self)
      return (id: id, name: try PatientColumns.name(row, 1, of: id))
    }
    let wanted = NameKey(new.name)
    return candidates.first { NameKey($0.name) == wanted }?.id
  }

  static func find(_ id: PatientID, in db: borrowing TenantReader) throws -> Patient? {
    try db.first(
      """
      SELECT version, sealed_name, sealed_birth_date, sealed_email, sealed_phone, sealed_address, sealed_note, gender,
        language, is_active, is_deceased, created_at
      FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(id) AND erased_at IS NULL
      """
    ) { row in
      let details = PatientDetails(
        name: try PatientColumns.name(row, 1, of: id), birthDate: try PatientColumns.birthDate(row, 2, of: id),
        gender: try row.choice(7), email: try row.openedIfPresent(3, PatientColumns.email, row: id.id) ?? "",
        phone: try row.openedIfPresent(4, PatientColumns.phone, row: id.id) ?? "",
        address: try row.openedIfPresent(5, PatientColumns.address, row: id.id) ?? "", language: try row.choice(8),
        note: try row.openedIfPresent(6, PatientColumns.note, row: id.id) ?? "", isActive: try row.bool(9))
      return Patient(
        id: id, version: try row.int(0), details: details, isDeceased: try row.bool(10), createdAt: try row.instant(11))
    }
  }

  static func insert(
    _ id: PatientID, _ details: PatientDetails, isDeceased: Bool = false, origin: ImportOrigin? = nil, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      INSERT INTO patients_patient (practice_id, id, sealed_name, sealed_birth_date, sealed_email, sealed_phone,
        sealed_address, sealed_note, email_index, phone_index, gender, language, is_active, is_deceased, source_index,
        import_id, created_at, updated_at)
      VALUES (\(tx.scope), \(id), \(tx.seal(SealedName.encode(details.name), PatientColumns.name, row: id.id)),
        \(tx.sealIfPresent(details.birthDate?.description, PatientColumns.birthDate, row: id.id)),
        \(tx.sealIfPresent(details.email, PatientColumns.email, row: id.id)),
        \(tx.sealIfPresent(details.phone, PatientColumns.phone, row: id.id)),
        \(tx.sealIfPresent(details.address, PatientColumns.address, row: id.id)),
        \(tx.sealIfPresent(details.note, PatientColumns.note, row: id.id)),
        \(EmailIndex.of(details.email, in: tx.reader)), \(PhoneIndex.of(details.phone, in: tx.reader)),
        \(details.gender.rawValue), \(details.language.rawValue), \(details.isActive), \(isDeceased),
        \(origin?.sourceIndex), \(origin?.importID), \(now), \(now))
      """)
  }

  /// False when somebody changed the patient since `version`; then nothing is written.
  static func update(
    _ id: PatientID, version: Int, _ details: PatientDetails, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    try tx.execute(
      """
      UPDATE patients_patient
      SET version = version + 1, updated_at = \(now),
        sealed_name = \(tx.seal(SealedName.encode(details.name), PatientColumns.name, row: id.id)),
        sealed_birth_date = \(tx.sealIfPresent(details.birthDate?.description, PatientColumns.birthDate, row: id.id)),
        sealed_email = \(tx.sealIfPresent(details.email, PatientColumns.email, row: id.id)),
        sealed_phone = \(tx.sealIfPresent(details.phone, PatientColumns.phone, row: id.id)),
        sealed_address = \(tx.sealIfPresent(details.address, PatientColumns.address, row: id.id)),
        sealed_note = \(tx.sealIfPresent(details.note, PatientColumns.note, row: id.id)),
        email_index = \(EmailIndex.of(details.email, in: tx.reader)),
        phone_index = \(PhoneIndex.of(details.phone, in: tx.reader)), gender = \(details.gender.rawValue),
        language = \(details.language.rawValue), is_active = \(details.isActive)
      WHERE practice_id = \(tx.scope) AND id = \(id) AND version = \(version)
      """) == 1
  }
}
