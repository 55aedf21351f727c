import Core
import Database
import SQL

enum Services {
  static let columns: SQL = """
    s.id, s.name, s.description, s.minutes, s.buffer_before, s.buffer_after, s.step_minutes, s.price_minor, s.mode,
    s.notice_minutes, s.horizon_days, s.cancel_notice_minutes, s.late_fee_minor, s.color, s.books_online, s.is_active,
    s.version, s.clusters, s.open_limit, s.approval_hours, s.audience, s.screening, s.deposit_minor,
    s.places
    """

  static func read(_ row: borrowing Row) throws -> Service {
    Service(
      id: try row.id(0), name: try row.text(1), description: try row.text(2), minutes: try row.int(3),
      bufferBefore: try row.int(4), bufferAfter: try row.int(5), stepMinutes: try row.int(6),
      priceMinor: Int64(try row.int(7)), mode: try row.choice(8), noticeMinutes: try row.int(9),
      horizonDays: try row.int(10), cancelNoticeMinutes: try row.int(11), lateFeeMinor: Int64(try row.int(12)),
      color: try row.int(13), booksOnline: try row.bool(14), isActive: try row.bool(15), version: try row.int(16),
      rules: ServiceRules(
        clusters: try row.bool(17), openLimit: try row.intIfPresent(18), approvalHours: try row.intIfPresent(19),
        audience: try row.choice(20), questions: try row.text(21).split(separator: "\n").map(String.init),
        depositMinor: Int64(try row.int(22))), places: try row.int(23))
  }

  /// Active services in the practice's order.
  static func active(in db: borrowing TenantReader) throws -> [Service] {
    try db.rows(
      """
      SELECT \(columns) FROM scheduling_service s
      WHERE s.practice_id = \(db.scope) AND s.is_active ORDER BY s.position, s.name
      """, read)
  }
  static func find(_ id: ServiceID, in db: borrowing TenantReader) throws -> Service? {
    try db.first(
      "SELECT \(columns) FROM scheduling_service s WHERE s.practice_id = \(db.scope) AND s.id = \(id)", read)
  }
  /// Whether bookings of it wait for an answer of staff.
  static func asksStaff(_ id: ServiceID, in db: borrowing TenantReader) throws -> Bool {
    try db.first(
      "SELECT approval_hours IS NOT NULL FROM scheduling_service WHERE practice_id = \(db.scope) AND id = \(id)"
    ) { try $0.bool(0) } ?? false
  }
}
