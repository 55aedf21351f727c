import Core
import Crypto
import Database
import SQL

/// A request to sign in by mail, as far as the mail needs it.
struct Challenge: Sendable {
  /// Nil: nobody here has the address that was typed.
  let patient: PatientID?
  let email: String?
  let language: Language
  let expiresAt: Instant
  let isUsed: Bool

  func reasonAgainst(now: Instant) -> NoticeOutcome? {
    if isUsed { return .usedAlready }
    return expiresAt <= now ? .past : nil
  }
}

enum Challenges {
  static let accountEmail = SealedColumn("identity_portal_account", "sealed_email")

  static func find(_ id: EntityID, in db: borrowing TenantReader) throws -> Challenge? {
    let fallback = db.practice.language
    return try db.first(
      """
      SELECT c.patient_id, c.expires_at, c.used_at, p.sealed_email, p.language, c.account_id, a.sealed_email, a.language
      FROM identity_email_challenge c
      LEFT JOIN patients_patient p ON p.practice_id = c.practice_id AND p.id = c.patient_id
      LEFT JOIN identity_portal_account a ON a.practice_id = c.practice_id AND a.id = c.account_id
      WHERE c.practice_id = \(db.scope) AND c.id = \(id)
      """
    ) { row in
      guard let patient = try row.idIfPresent(0, as: PatientID.self) else {
        return Challenge(
          patient: nil, email: nil, language: fallback, expiresAt: try row.instant(1), isUsed: try !row.isNull(2))
      }
      // Somebody who acts for the patient reads the mail.
      if let account = try row.idIfPresent(5) {
        return Challenge(
          patient: patient, email: try row.openedIfPresent(6, accountEmail, row: account),
          language: try row.choice(7), expiresAt: try row.instant(1), isUsed: try !row.isNull(2))
      }
      return Challenge(
        patient: patient, email: try row.openedIfPresent(3, Visits.emailColumn, row: patient.id),
        language: try row.choice(4), expiresAt: try row.instant(1), isUsed: try !row.isNull(2))
    }
  }
}
