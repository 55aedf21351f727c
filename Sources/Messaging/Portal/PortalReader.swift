import Core
import Crypto
import Database
import SQL

/// Who reads the mails to an account of the portal: the patient, or somebody who acts for patients.
struct PortalReader: Sendable {
  /// Nil for somebody who acts for patients.
  let patient: PatientID?
  let email: String
  let language: Language
}

enum PortalReaders {
  /// Declared by Identity; read here.
  static let emailColumn = SealedColumn("identity_portal_account", "sealed_email")

  /// Nil as well when there is no address any more.
  static func find(_ account: EntityID, in db: borrowing TenantReader) throws -> PortalReader? {
    try db.first(
      """
      SELECT a.patient_id, a.sealed_email, a.language, p.sealed_email, p.language FROM identity_portal_account a
      LEFT JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id
      WHERE a.practice_id = \(db.scope) AND a.id = \(account)
      """
    ) { row -> PortalReader? in
      guard let patient = try row.idIfPresent(0, as: PatientID.self) else {
        let email = try row.openedIfPresent(1, emailColumn, row: account)
        return try email.map { PortalReader(patient: nil, email: $0, language: try row.choice(2)) }
      }
      let email = try row.openedIfPresent(3, Visits.emailColumn, row: patient.id)
      return try email.map { PortalReader(patient: patient, email: $0, language: try row.choice(4)) }
    }.flatMap { $0 }
  }
}
