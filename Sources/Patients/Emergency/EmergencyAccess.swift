import Core
import Crypto
import Database
import SQL

/// The record of somebody who is not among one's own patients, opened for an hour with a reason that the owners read
/// (HIPAA 164.312(a)(2)(ii), emergency access procedure).
enum EmergencyAccess {
  static let minutes = 60
  static let reasonColumn = SealedColumn("patients_emergency_access", "sealed_reason")

  struct Entry: Sendable {
    let id: EntityID
    let user: UserID
    let userName: String
    let patient: PatientID
    let patientName: PersonName
    let reason: String
    let at: Instant
    let expiresAt: Instant
    let reviewer: String?
    let reviewedAt: Instant?
  }

  /// The owners are told by mail, which names nobody's patient.
  static func open(
    _ patient: PatientID, for user: UserID, reason: String, now: Instant, in db: borrowing TenantConnection
  ) throws {
    let id = EntityID.make()
    let owners = try db.reader.rows(
      """
      SELECT id FROM identity_user
      WHERE practice_id = \(db.scope) AND role = 'owner' AND status = 'active' AND id <> \(user)
      """
    ) { try $0.id(0, as: UserID.self) }
    let event = AuditEvent("emergency.open", "patients_emergency_access", id, patient: patient)
    try db.transaction(event) { tx in
      try tx.execute(
        """
        INSERT INTO patients_emergency_access (practice_id, id, user_id, patient_id, sealed_reason, created_at,
          expires_at)
        VALUES (\(tx.scope), \(id), \(user), \(patient), \(try tx.seal(reason, reasonColumn, row: id, patient: patient)), \(now),
          \(now.adding(minutes: minutes)))
        """)
      for owner in owners {
        let news = EntityID.make(at: now)
        try tx.enqueue(
          NewJob("identity.alert", payload: "\(news) \(owner) emergencyAccess", runAt: now, uniqueKey: "\(news)"))
      }
    }
  }

  /// Newest first. Of an erased patient nothing is left to read; the trail keeps that it was.
  static func all(limit: Int, in db: borrowing TenantReader) throws -> [Entry] {
    try db.rows(
      """
      SELECT e.id, e.user_id, u.name, e.patient_id, p.sealed_name, e.sealed_reason, e.created_at, e.expires_at, v.name,
        e.reviewed_at
      FROM patients_emergency_access e
      JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = e.user_id
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = e.patient_id
      LEFT JOIN identity_user v ON v.practice_id = \(db.scope) AND v.id = e.reviewed_by
      WHERE e.practice_id = \(db.scope) AND p.erased_at IS NULL ORDER BY e.created_at DESC, e.id LIMIT \(limit)
      """
    ) { row in
      let (id, patient): (EntityID, PatientID) = (try row.id(0), try row.id(3))
      return Entry(
        id: id, user: try row.id(1), userName: try row.text(2), patient: patient,
        patientName: try PatientColumns.name(row, 4, of: patient), reason: try row.opened(5, reasonColumn, row: id),
        at: try row.instant(6), expiresAt: try row.instant(7), reviewer: try row.textIfPresent(8),
        reviewedAt: try row.instantIfPresent(9))
    }
  }

  /// Whose it was; nil when there is no such access.
  static func holder(of id: EntityID, in db: borrowing TenantReader) throws -> (user: UserID, patient: PatientID)? {
    try db.first(
      "SELECT user_id, patient_id FROM patients_emergency_access WHERE practice_id = \(db.scope) AND id = \(id)"
    ) { (try $0.id(0), try $0.id(1)) }
  }

  /// The first review stays.
  static func review(_ id: EntityID, by user: UserID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      UPDATE patients_emergency_access SET reviewed_by = \(user), reviewed_at = \(now)
      WHERE practice_id = \(tx.scope) AND id = \(id) AND reviewed_at IS NULL
      """)
  }
}
