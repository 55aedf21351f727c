public import Core
public import Database
public import SQL

/// The patients whom a member of staff reaches with a permission: everybody, or those of certain people's care teams,
/// those with an appointment with them, and those opened in an emergency that is not over.
public struct PatientReach: Sendable {
  /// Whose patients; nil for everybody's.
  private let people: [UserID]?
  private let reader: UserID?
  private let now: Instant

  public static func of(
    _ permission: Permission, now: Instant, in db: borrowing TenantReader
  ) throws -> PatientReach {
    guard let role = db.scope.actor.role, let user = db.scope.actor.user else {
      return PatientReach(people: [], reader: nil, now: now)
    }
    let people: [UserID]?
    switch permission.grants[role] {
    case .everybody: people = nil
    case .own: people = db.practice.practitionersSeeEverybody ? nil : [user]
    case .supervised: people = try supervisees(of: user, in: db)
    case nil: people = []
    }
    return PatientReach(people: people, reader: user, now: now)
  }

  private static func supervisees(of user: UserID, in db: borrowing TenantReader) throws -> [UserID] {
    try db.rows(
      "SELECT supervisee_id FROM identity_supervision WHERE practice_id = \(db.scope) AND supervisor_id = \(user)"
    ) { try $0.id(0) }
  }

  public var isEverybody: Bool { people == nil }

  /// True for the patients reached; for the WHERE or the columns of a statement.
  /// - Parameter patient: the column with the patient's id.
  public func condition(_ patient: SQL, _ scope: TenantScope) -> SQL {
    guard let people else { return "TRUE" }
    let emergency: SQL = """
      EXISTS (SELECT 1 FROM patients_emergency_access reached
        WHERE reached.practice_id = \(scope) AND reached.user_id = \(reader) AND reached.patient_id = \(patient)
          AND reached.expires_at > \(now))
      """
    guard !people.isEmpty else { return emergency }
    return """
      (EXISTS (SELECT 1 FROM patients_care_team treated
          WHERE treated.practice_id = \(scope) AND treated.patient_id = \(patient)
            AND treated.user_id IN \(list: people))
        OR EXISTS (SELECT 1 FROM scheduling_appointment visit
          JOIN scheduling_resource seen ON seen.practice_id = \(scope) AND seen.id = visit.practitioner_id
          WHERE visit.practice_id = \(scope) AND visit.patient_id = \(patient) AND visit.status <> 'enteredInError'
            AND seen.user_id IN \(list: people))
        OR \(emergency))
      """
  }

  /// Until when the reader reaches this patient in an emergency; nil when they do without one, or not at all.
  public func emergencyEnd(_ patient: PatientID, in db: borrowing TenantReader) throws -> Instant? {
    if isEverybody { return nil }
    return try db.first(
      """
      SELECT MAX(expires_at) FROM patients_emergency_access
      WHERE practice_id = \(db.scope) AND user_id = \(reader) AND patient_id = \(patient) AND expires_at > \(now)
      """
    ) { try $0.instantIfPresent(0) } ?? nil
  }

  public func contains(_ patient: PatientID, in db: borrowing TenantReader) throws -> Bool {
    if isEverybody { return true }
    return try db.first(
      """
      SELECT \(condition("p.id", db.scope)) FROM patients_patient p
      WHERE p.practice_id = \(db.scope) AND p.id = \(patient)
      """
    ) { try $0.bool(0) } ?? false
  }
}
