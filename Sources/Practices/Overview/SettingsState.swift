import Core
import Database
import SQL

/// Numbers for the overview of the settings, in one statement.
struct SettingsState: Sendable {
  let locations: Int
  let practitioners: Int
  let practitionersWithHours: Int
  let rooms: Int
  let devices: Int
  let services: Int
  let servicesOnline: Int

  static func read(in db: borrowing TenantReader) throws -> SettingsState? {
    try db.first(
      """
      SELECT
        (SELECT COUNT(*) FROM practices_location WHERE practice_id = \(db.scope) AND is_active),
        (SELECT COUNT(*) FROM scheduling_resource
         WHERE practice_id = \(db.scope) AND is_active AND kind = 'practitioner'),
        (SELECT COUNT(DISTINCT r.id) FROM scheduling_resource r
         JOIN scheduling_hours h ON h.practice_id = r.practice_id AND h.resource_id = r.id
         WHERE r.practice_id = \(db.scope) AND r.is_active AND r.kind = 'practitioner'),
        (SELECT COUNT(*) FROM scheduling_resource WHERE practice_id = \(db.scope) AND is_active AND kind = 'room'),
        (SELECT COUNT(*) FROM scheduling_resource WHERE practice_id = \(db.scope) AND is_active AND kind = 'device'),
        (SELECT COUNT(*) FROM scheduling_service WHERE practice_id = \(db.scope) AND is_active),
        (SELECT COUNT(*) FROM scheduling_service WHERE practice_id = \(db.scope) AND is_active AND books_online)
      """
    ) { row in
      SettingsState(
        locations: try row.int(0), practitioners: try row.int(1), practitionersWithHours: try row.int(2),
        rooms: try row.int(3), devices: try row.int(4), services: try row.int(5), servicesOnline: try row.int(6))
    }
  }

  /// The exception that begins next or is going on, for one line.
  static func nextException(from today: LocalDate, in db: borrowing TenantReader) throws -> (
    first: LocalDate, last: LocalDate, reason: String
  )? {
    try db.first(
      """
      SELECT first_date, last_date, reason FROM scheduling_exception
      WHERE practice_id = \(db.scope) AND last_date >= \(today) ORDER BY first_date LIMIT 1
      """
    ) { row in (first: try row.date(0), last: try row.date(1), reason: try row.text(2)) }
  }
}
