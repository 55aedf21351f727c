import Calendars
import Core
import Database
import SQL

/// All SQL of series.
enum SeriesRecords {
  /// An appointment as its series made it.
  struct Occurrence: Sendable {
    let appointment: Appointment
    /// The one the rule gave it.
    let date: LocalDate
    let isLateFeeDue: Bool
  }
  /// A date of the rule that was never booked.
  struct Gap: Sendable, Equatable {
    enum Reason: String, Sendable { case clash, clock }
    let date: LocalDate
    let reason: Reason
  }

  static let columns: SQL = """
    s.id, s.previous_id, s.rule, s.first_date, s.starts_minute, s.minutes, s.service_id, s.practitioner_id, s.room_id,
    s.device_id, s.zone
    """

  static func read(_ row: borrowing Row) throws -> Series {
    guard let rule = RecurrenceRule(text: try row.text(2)), let time = LocalTime(minutes: try row.int(4)) else {
      throw UnreadableSeries()
    }
    func choice(_ id: ResourceID?) -> ResourceChoice { id.map { .chosen($0) } ?? .automatic }
    return Series(
      id: try row.id(0), previous: try row.idIfPresent(1, as: SeriesID.self),
      pattern: SeriesPattern(
        rule: rule, first: try row.date(3), time: time, minutes: try row.int(5), service: try row.id(6),
        practitioner: try row.id(7), room: choice(try row.idIfPresent(8, as: ResourceID.self)),
        device: choice(try row.idIfPresent(9, as: ResourceID.self)),
        clock: try row.textIfPresent(10).map { try Zone(name: $0) }))
  }

  /// Nil for an appointment that stands alone.
  static func find(of appointment: AppointmentID, in db: borrowing TenantReader) throws -> Series? {
    try db.first(
      """
      SELECT \(columns) FROM scheduling_appointment a
      JOIN scheduling_series s ON s.practice_id = \(db.scope) AND s.id = a.series_id
      WHERE a.practice_id = \(db.scope) AND a.id = \(appointment)
      """, read)
  }

  /// By the dates of the rule, those that were cancelled among them.
  static func occurrences(_ series: SeriesID, in db: borrowing TenantReader) throws -> [Occurrence] {
    try db.rows(
      """
      SELECT \(Appointments.columns), a.series_date, a.late_fee_due FROM scheduling_appointment a
      WHERE a.practice_id = \(db.scope) AND a.series_id = \(series) ORDER BY a.series_date
      """
    ) {
      Occurrence(appointment: try Appointments.read($0), date: try $0.date(24), isLateFeeDue: try $0.bool(25))
    }
  }

  static func gaps(_ series: SeriesID, in db: borrowing TenantReader) throws -> [Gap] {
    try db.rows(
      """
      SELECT gap_date, reason FROM scheduling_series_gap
      WHERE practice_id = \(db.scope) AND series_id = \(series) ORDER BY gap_date
      """
    ) { Gap(date: try $0.date(0), reason: try $0.choice(1)) }
  }

  /// The earliest appointment of the series that a form has already made, when it is sent a second time.
  static func made(by formKey: [UInt8], in db: borrowing TenantReader) throws -> AppointmentID? {
    try db.first(
      """
      SELECT a.id FROM scheduling_series s
      JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.series_id = s.id
      WHERE s.practice_id = \(db.scope) AND s.form_key = \(formKey) ORDER BY a.series_date LIMIT 1
      """
    ) { try $0.id(0) }
  }

  /// The first appointment of the series before and of those split off, to lead there.
  static func neighbours(
    of series: Series, in db: borrowing TenantReader
  ) throws -> [(isEarlier: Bool, appointment: AppointmentID)] {
    try db.rows(
      """
      SELECT s.id = \(series.previous), a.id FROM scheduling_series s
      JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.series_id = s.id
      WHERE s.practice_id = \(db.scope) AND (s.id = \(series.previous) OR s.previous_id = \(series.id))
        AND a.series_date = (SELECT MIN(f.series_date) FROM scheduling_appointment f
          WHERE f.practice_id = \(db.scope) AND f.series_id = s.id)
      ORDER BY a.series_date
      """
    ) { (isEarlier: try $0.intIfPresent(0) == 1, appointment: try $0.id(1)) }
  }

  struct UnreadableSeries: Error {}
}
