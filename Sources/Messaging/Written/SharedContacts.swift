import Core
import Database
import SQL

/// How many other patients are written to under the same address and the same number: who reads there cannot tell whom
/// words concern that do not say so.
struct SharedContacts: Sendable {
  let email: Int
  let phone: Int

  static func find(_ media: MessageMedia, in db: borrowing TenantReader) throws -> SharedContacts {
    SharedContacts(email: try mailboxes(media.person.patient, db), phone: try phones(media, db))
  }

  private static func mailboxes(_ patient: PatientID, _ db: borrowing TenantReader) throws -> Int {
    try db.first(
      """
      SELECT COUNT(*) FROM patients_patient p
      JOIN patients_patient o ON o.practice_id = \(db.scope) AND o.email_index = p.email_index AND o.id <> p.id
        AND o.is_active AND o.erased_at IS NULL
      WHERE p.practice_id = \(db.scope) AND p.id = \(patient)
      """
    ) { try $0.int(0) } ?? 0
  }

  private static func phones(_ media: MessageMedia, _ db: borrowing TenantReader) throws -> Int {
    guard let country = media.carrier?.country, let number = MobileNumber(media.person.phone ?? "", country: country)
    else { return 0 }
    return try Replies.patients(of: number, country: country, in: db)
      .count { $0.isActive && $0.id != media.person.patient }
  }
}
