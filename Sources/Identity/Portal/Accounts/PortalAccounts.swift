import Core
import Crypto
import Database
import SQL

/// All SQL of accounts of the portal.
enum PortalAccounts {
  static let appColumn = SealedColumn("identity_portal_account", "sealed_totp")
  static let emailColumn = SealedColumn("identity_portal_account", "sealed_email")

  /// Those of an account without a row are none.
  static func factors(
    of holder: FactorHolder, _ passkeys: [PasskeySummary], _ recoveryCodes: Int, in db: borrowing TenantReader
  ) throws -> Factors {
    let row = try db.first(
      """
      SELECT sealed_totp IS NOT NULL, version FROM identity_portal_account
      WHERE practice_id = \(db.scope) AND id = \(holder.id)
      """
    ) { (hasApp: try $0.bool(0), version: try $0.int(1)) }
    return Factors(
      hasPassword: false, hasApp: row?.hasApp ?? false, passkeys: passkeys, recoveryCodesLeft: recoveryCodes,
      version: row?.version ?? 0, areOptional: true)
  }

  /// Makes the patient's row when it is not there yet.
  static func lock(_ patient: PatientID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO identity_portal_account (practice_id, id, patient_id, created_at)
      VALUES (\(tx.scope), \(patient), \(patient), \(now)) ON DUPLICATE KEY UPDATE version = version + 1
      """)
  }
  /// The same without a change: so that there is somebody to write to.
  static func make(_ patient: PatientID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT IGNORE INTO identity_portal_account (practice_id, id, patient_id, created_at)
      VALUES (\(tx.scope), \(patient), \(patient), \(now))
      """)
  }
  static func lock(_ account: EntityID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      "UPDATE identity_portal_account SET version = version + 1 WHERE practice_id = \(tx.scope) AND id = \(account)")
  }

  /// The account of those who act for patients under this address; made when it is the first time.
  static func acting(
    _ email: EmailAddress, language: Language, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> EntityID {
    let (id, index) = (EntityID.make(at: now), try tx.blindIndex(email.normalized, of: "email"))
    try tx.execute(
      """
      INSERT INTO identity_portal_account (practice_id, id, sealed_email, email_index, language, created_at)
      VALUES (\(tx.scope), \(id), \(tx.seal(email.text, emailColumn, row: id)), \(index), \(language.rawValue), \(now))
      ON DUPLICATE KEY UPDATE version = version + 1
      """)
    return try tx.first(
      "SELECT id FROM identity_portal_account WHERE practice_id = \(tx.scope) AND email_index = \(index)"
    ) { try $0.id(0) } ?? id
  }

  /// Takes app, passkeys and recovery codes away, for somebody who has lost them, and ends the sessions.
  static func reset(_ holder: FactorHolder, now: Instant, in tx: borrowing TenantTransaction) throws {
    for key in try Factors.lock(holder, now: now, in: tx).passkeys {
      _ = try Passkeys.remove(key.id, of: holder, in: tx)
    }
    try Factors.setApp(nil, step: 0, of: holder, in: tx)
    try RecoveryCodes.remove(of: holder, in: tx)
    try OwnSessions.endOthers(of: holder, but: nil, in: tx)
    try PortalAlert.enqueue(.factorsReset, for: holder.id, now: now, in: tx)
  }
}
