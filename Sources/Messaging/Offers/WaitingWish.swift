import Core
import Crypto
import Database
import SQL

/// A place on the waitlist, as far as the mail that confirms it needs it. What they wait for stays out: names of services
/// can tell of an illness.
struct WaitingWish: Sendable {
  let patient: PatientID
  let email: String?
  let language: Language
  let refusesMail: Bool
  /// As Scheduling stores it.
  let state: String
  let isPatientDeceased: Bool

  func reasonAgainst() -> NoticeOutcome? {
    guard state == "waiting" || state == "offered" else { return .withdrawn }
    if isPatientDeceased { return .deceased }
    if refusesMail { return .notWanted }
    return email == nil ? .noAddress : nil
  }
}

enum WaitingWishes {
  static func find(_ id: EntityID, in db: borrowing TenantReader) throws -> WaitingWish? {
    try db.first(
      """
      SELECT e.patient_id, p.sealed_email, p.language, m.no_email_by IS NOT NULL, e.state, p.is_deceased
      FROM scheduling_waitlist_entry e
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = e.patient_id
      LEFT JOIN messaging_preference m ON m.practice_id = \(db.scope) AND m.patient_id = e.patient_id
      WHERE e.practice_id = \(db.scope) AND e.id = \(id)
      """
    ) { row in
      let patient: PatientID = try row.id(0)
      let email = try row.openedIfPresent(1, Visits.emailColumn, row: patient.id)
      return WaitingWish(
        patient: patient, email: email?.isEmpty == false ? email : nil, language: try row.choice(2),
        refusesMail: try row.bool(3), state: try row.text(4), isPatientDeceased: try row.bool(5))
    }
  }
}
