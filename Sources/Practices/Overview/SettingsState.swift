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

  /// The exception that begins next or is going on, for one line: the first of the page that lists them.
  static func nextException(from today: LocalDate, in db: borrowing TenantReader) throws -> NextException? {
    try db.first(
      """
      SELECT e.first_date, e.last_date, e.reason, r.name, e.at_practice, l.name FROM scheduling_exception e
      LEFT JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = e.resource_id
      LEFT JOIN practices_location l ON l.practice_id = \(db.scope) AND l.id = e.location_id
      WHERE e.practice_id = \(db.scope) AND e.last_date >= \(today)
      ORDER BY e.first_date, e.last_date, e.id LIMIT 1
      """
    ) { row in
      NextException(
        first: try row.date(0), last: try row.date(1), reason: try row.text(2), resource: try row.textIfPresent(3),
        place: try row.bool(4) ? db.practice.name : row.textIfPresent(5))
    }
  }
}

/// Closed days or other hours ahead.
struct NextException: Sendable {
  let first: LocalDate
  let last: LocalDate
  let reason: String
  /// Whom alone it is about; nil for a place or the whole practice.
  let resource: String?
  /// Where alone it is, when it is about nobody in particular; nil for the whole practice.
  let place: String?
}
