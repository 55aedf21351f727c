import Core
import Database
import SQL

/// Whether anybody can sign in to the portal for a patient: by the patient's own address, or acting for them.
enum PortalReach {
  static func exists(for patient: PatientID, now: Instant, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT p.email_index IS NOT NULL OR EXISTS (
        SELECT 1 FROM identity_related_person r
        WHERE r.practice_id = \(db.scope) AND r.patient_id = p.id AND r.ended_at IS NULL
          AND (r.valid_until IS NULL OR r.valid_until > \(now)))
      FROM patients_patient p
      WHERE p.practice_id = \(db.scope) AND p.id = \(patient) AND p.is_active AND NOT p.is_deceased
      """
    ) { try $0.bool(0) } ?? false
  }
}
