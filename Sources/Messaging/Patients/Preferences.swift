import Core
import Database
import SQL

/// All SQL of what patients do not want.
enum Preferences {
  static func find(_ patient: PatientID, in db: borrowing TenantReader) throws -> Preference {
    let found = try db.first(
      """
      SELECT zone, no_email_by, no_email_at, no_sms_by, no_sms_at, no_whatsapp_by, no_whatsapp_at, version
      FROM messaging_preference WHERE practice_id = \(db.scope) AND patient_id = \(patient)
      """
    ) { row in
      var refusals: [Channel: Preference.Refusal] = [:]
      for (channel, column) in [(Channel.email, 1), (.sms, 3), (.whatsapp, 5)] {
        guard let at = try row.instantIfPresent(column + 1) else { continue }
        refusals[channel] = Preference.Refusal(source: try row.choice(column), at: at)
      }
      return Preference(zone: try row.textIfPresent(0), refusals: refusals, version: try row.int(7))
    }
    return found ?? .none
  }

  /// False when somebody else has saved since `version` was read.
  static func save(
    _ preference: Preference, of patient: PatientID, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let (email, sms, whatsapp) = (
      preference.refusals[.email], preference.refusals[.sms], preference.refusals[.whatsapp]
    )
    if preference.version > 0 {
      return try tx.execute(
        """
        UPDATE messaging_preference SET zone = \(preference.zone), no_email_by = \(email?.source.rawValue),
          no_email_at = \(email?.at), no_sms_by = \(sms?.source.rawValue), no_sms_at = \(sms?.at),
          no_whatsapp_by = \(whatsapp?.source.rawValue), no_whatsapp_at = \(whatsapp?.at), version = version + 1
        WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND version = \(preference.version)
        """) == 1
    }
    do {
      try tx.execute(
        """
        INSERT INTO messaging_preference (practice_id, patient_id, zone, no_email_by, no_email_at, no_sms_by, no_sms_at,
          no_whatsapp_by, no_whatsapp_at)
        VALUES (\(tx.scope), \(patient), \(preference.zone), \(email?.source.rawValue), \(email?.at),
          \(sms?.source.rawValue), \(sms?.at), \(whatsapp?.source.rawValue), \(whatsapp?.at))
        """)
    } catch let error as DatabaseError where error.isDuplicate {
      return false
    }
    return true
  }
}
