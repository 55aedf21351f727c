import Core
import Crypto
import Database
import SQL

enum MessagePersons {
  static func find(_ patient: PatientID, now: Instant, in db: borrowing TenantReader) throws -> MessagePerson? {
    let guardians = try guardians(of: patient, now: now, in: db)
    return try db.first(
      """
      SELECT p.sealed_email, p.language, p.is_deceased, p.contact_erased_at IS NOT NULL, p.restricted_at IS NOT NULL,
        p.is_active, p.email_index IS NOT NULL, m.no_email_by, m.no_sms_by, m.zone, p.sealed_phone,
        \(agrees("email", db.scope)), \(agrees("writtenSms", db.scope))
      FROM patients_patient p
      LEFT JOIN messaging_preference m ON m.practice_id = \(db.scope) AND m.patient_id = p.id
      WHERE p.practice_id = \(db.scope) AND p.id = \(patient) AND p.erased_at IS NULL
      """
    ) { row in
      let email = try row.openedIfPresent(0, Visits.emailColumn, row: patient.id)
      let phone = try row.openedIfPresent(10, Visits.phoneColumn, row: patient.id)
      var refusals: [Channel: Preference.Source] = [:]
      for (channel, column) in [(Channel.email, 7), (.sms, 8)] where try !row.isNull(column) {
        refusals[channel] = try row.choice(column)
      }
      let agreed = try [(WrittenMessage.Medium.email, 11), (.sms, 12)].filter { try row.bool($0.1) }.map(\.0)
      return MessagePerson(
        patient: patient, email: email?.isEmpty == false ? email : nil, phone: phone?.isEmpty == false ? phone : nil,
        zoneName: try row.textIfPresent(9), refusals: refusals, agreed: Set(agreed),
        language: try row.choice(1), isDeceased: try row.bool(2), isContactErased: try row.bool(3),
        isRestricted: try row.bool(4), signsIn: try row.bool(6), isActive: try row.bool(5), guardians: guardians)
    }
  }

  private static func agrees(_ topic: String, _ scope: TenantScope) -> SQL {
    """
    EXISTS (SELECT 1 FROM patients_consent c WHERE c.practice_id = \(scope) AND c.patient_id = p.id
      AND c.topic = \(topic) AND c.withdrawn_at IS NULL)
    """
  }

  private static func guardians(
    of patient: PatientID, now: Instant, in db: borrowing TenantReader
  ) throws -> [MessagePerson.Guardian] {
    try db.rows(
      """
      SELECT DISTINCT a.id, a.sealed_email, a.language FROM identity_related_person r
      JOIN identity_portal_account a ON a.practice_id = \(db.scope) AND a.id = r.account_id
      WHERE r.practice_id = \(db.scope) AND r.patient_id = \(patient) AND r.ended_at IS NULL
        AND (r.valid_until IS NULL OR r.valid_until > \(now)) AND a.sealed_email IS NOT NULL
      ORDER BY a.id
      """
    ) { row in
      let account: EntityID = try row.id(0)
      return MessagePerson.Guardian(
        account: account, email: try row.opened(1, PortalReaders.emailColumn, row: account),
        language: try row.choice(2))
    }
  }
}
