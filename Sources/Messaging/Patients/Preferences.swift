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

  /// Channels that need an agreement, and have it.
  static func agreed(_ patient: PatientID, in db: borrowing TenantReader) throws -> Set<Channel> {
    Set(
      try db.rows(
        """
        SELECT DISTINCT topic FROM patients_consent
        WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND topic IN ('sms', 'whatsapp')
          AND withdrawn_at IS NULL
        """
      ) { try $0.choice(0) })
  }

  /// The patient's own word, or the carrier's: it stands whatever staff were about to save.
  static func refuse(
    _ channel: Channel, by source: Preference.Source, _ patient: PatientID, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    try make(patient, in: tx)
    switch channel {
    case .sms:
      try tx.execute(
        """
        UPDATE messaging_preference SET no_sms_by = \(source.rawValue), no_sms_at = \(now), version = version + 1
        WHERE practice_id = \(tx.scope) AND patient_id = \(patient)
        """)
    case .whatsapp:
      try tx.execute(
        """
        UPDATE messaging_preference SET no_whatsapp_by = \(source.rawValue), no_whatsapp_at = \(now),
          version = version + 1
        WHERE practice_id = \(tx.scope) AND patient_id = \(patient)
        """)
    case .email, .inApp: break
    }
  }

  /// Takes back what the patient or the carrier said; what staff wrote down stays. False where there was nothing to take
  /// back.
  static func allow(_ channel: Channel, _ patient: PatientID, in tx: borrowing TenantTransaction) throws -> Bool {
    switch channel {
    case .sms:
      try tx.execute(
        """
        UPDATE messaging_preference SET no_sms_by = NULL, no_sms_at = NULL, version = version + 1
        WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND no_sms_by IN ('reply', 'carrier')
        """) > 0
    case .whatsapp:
      try tx.execute(
        """
        UPDATE messaging_preference SET no_whatsapp_by = NULL, no_whatsapp_at = NULL, version = version + 1
        WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND no_whatsapp_by IN ('reply', 'carrier')
        """) > 0
    case .email, .inApp: false
    }
  }

  private static func make(_ patient: PatientID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO messaging_preference (practice_id, patient_id) VALUES (\(tx.scope), \(patient))
      ON DUPLICATE KEY UPDATE version = version
      """)
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
