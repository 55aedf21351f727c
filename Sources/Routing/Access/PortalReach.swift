public import Core
public import Database
public import SQL

/// Whether anybody can sign in to the portal for a patient: by the patient's own address, or acting for them.
public enum PortalReach {
  /// Of `p`, a patient.
  public static func condition(_ scope: TenantScope, now: Instant) -> SQL {
    """
    (p.is_active AND NOT p.is_deceased AND (p.email_index IS NOT NULL OR EXISTS (
      SELECT 1 FROM identity_related_person acting
      WHERE acting.practice_id = \(scope) AND acting.patient_id = p.id AND acting.ended_at IS NULL
        AND (acting.valid_until IS NULL OR acting.valid_until > \(now)))))
    """
  }

  public static func exists(for patient: PatientID, now: Instant, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT \(condition(db.scope, now: now)) FROM patients_patient p
      WHERE p.practice_id = \(db.scope) AND p.id = \(patient)
      """
    ) { try $0.bool(0) } ?? false
  }
}
