public import Core
public import Database
public import SQL

/// Which written messages somebody is still to be told of.
public enum MessageNews {
  /// Of a message `m` to the patient `p`: nobody of the patient's side has opened it, or only somebody who acts for a
  /// patient who opens messages themselves. With an address that is also that of who acts for them nobody signs in as
  /// the patient.
  public static func condition(_ scope: TenantScope, now: Instant) -> SQL {
    """
    (m.read_by IS NULL OR m.read_by = 'guardian' AND p.email_index IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM identity_related_person acting
        JOIN identity_portal_account account ON account.practice_id = \(scope) AND account.id = acting.account_id
        WHERE acting.practice_id = \(scope) AND acting.patient_id = p.id AND acting.ended_at IS NULL
          AND (acting.valid_until IS NULL OR acting.valid_until > \(now)) AND account.email_index = p.email_index))
    """
  }
}
