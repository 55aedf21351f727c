import Core
import Database
import SQL

/// What the list says about one patient besides the name.
struct DirectoryLine: Sendable {
  let birthDate: PartialDate?
  let phone: String
  let email: String
  /// The latest appointment that took place or was to take place; cancelled and missed ones do not count.
  let lastAppointment: Instant?
  let nextAppointment: Instant?
}

extension DirectoryLine {
  /// Rows of one page of the list.
  static let pageSize = 50

  /// Of at most ``pageSize`` patients, in one statement. The list is filled up, so that one prepared statement serves
  /// every page.
  static func of(
    _ ids: [PatientID], now: Instant, in db: borrowing TenantReader
  ) throws -> [PatientID: DirectoryLine] {
    guard let last = ids.last else { return [:] }
    precondition(ids.count <= pageSize, "the caller cuts the list into pages")
    let filled = ids + Array(repeating: last, count: pageSize - ids.count)
    let lines = try db.rows(
      """
      SELECT p.id, p.sealed_birth_date, p.sealed_phone, p.sealed_email,
        (SELECT MAX(a.starts_at) FROM scheduling_appointment a
         WHERE a.practice_id = \(db.scope) AND a.patient_id = p.id AND a.starts_at <= \(now)
           AND a.status IN ('booked', 'arrived', 'checkedIn', 'fulfilled')),
        (SELECT MIN(a.starts_at) FROM scheduling_appointment a
         WHERE a.practice_id = \(db.scope) AND a.patient_id = p.id AND a.starts_at > \(now)
           AND a.status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn'))
      FROM patients_patient p WHERE p.practice_id = \(db.scope) AND p.id IN \(list: filled)
      """
    ) { row in
      let id = try row.id(0, as: PatientID.self)
      let line = DirectoryLine(
        birthDate: try PatientColumns.birthDate(row, 1, of: id),
        phone: try row.openedIfPresent(2, PatientColumns.phone, row: id.id) ?? "",
        email: try row.openedIfPresent(3, PatientColumns.email, row: id.id) ?? "",
        lastAppointment: try row.instantIfPresent(4), nextAppointment: try row.instantIfPresent(5))
      return (id, line)
    }
    return Dictionary(lines) { first, _ in first }
  }
}
