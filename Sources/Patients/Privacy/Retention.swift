import Core
import Database
import SQL

/// What must stay, and until when: the only SQL about it.
enum Retention {
  static let years = 0...40

  static func rule(in db: borrowing TenantReader) throws -> RetentionRule {
    let found = try db.first(
      "SELECT country, years FROM patients_retention WHERE practice_id = \(db.scope)"
    ) { row in RetentionRule(country: try row.choice(0), years: try row.int(1)) }
    if let found { return found }
    let country = RetentionCountry(zoneName: db.practice.zoneName)
    return RetentionRule(country: country, years: country.years)
  }

  static func write(_ rule: RetentionRule, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      INSERT INTO patients_retention (practice_id, country, years)
      VALUES (\(tx.scope), \(rule.country.rawValue), \(rule.years))
      ON DUPLICATE KEY UPDATE country = VALUES(country), years = VALUES(years)
      """)
  }

  /// The day of the last care: of the last visit that took place, or of the youngest entry of the chart. Nil when there
  /// was none, so that nothing has to be kept.
  static func lastCare(of patient: PatientID, zone: Zone, in db: borrowing TenantReader) throws -> LocalDate? {
    let found = try db.rows(
      """
      SELECT MAX(a.ends_at) FROM scheduling_appointment a
      WHERE a.practice_id = \(db.scope) AND a.patient_id = \(patient) AND a.status IN ('arrived', 'checkedIn', 'fulfilled')
      UNION ALL SELECT MAX(c.created_at) FROM clinical_allergy c
      WHERE c.practice_id = \(db.scope) AND c.patient_id = \(patient)
      UNION ALL SELECT MAX(c.created_at) FROM clinical_condition c
      WHERE c.practice_id = \(db.scope) AND c.patient_id = \(patient)
      UNION ALL SELECT MAX(c.created_at) FROM clinical_encounter c
      WHERE c.practice_id = \(db.scope) AND c.patient_id = \(patient)
      UNION ALL SELECT MAX(c.created_at) FROM clinical_immunization c
      WHERE c.practice_id = \(db.scope) AND c.patient_id = \(patient)
      UNION ALL SELECT MAX(c.created_at) FROM clinical_medication c
      WHERE c.practice_id = \(db.scope) AND c.patient_id = \(patient)
      UNION ALL SELECT MAX(c.created_at) FROM clinical_observation c
      WHERE c.practice_id = \(db.scope) AND c.patient_id = \(patient)
      """
    ) { try $0.instantIfPresent(0) }
    return found.compactMap(\.self).max().map { zone.local($0).date }
  }

  static func hasVisitsAhead(_ patient: PatientID, now: Instant, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM scheduling_appointment
      WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND ends_at > \(now)
        AND status NOT IN ('cancelled', 'enteredInError', 'noshow') LIMIT 1
      """
    ) { try $0.int(0) } != nil
  }
}
