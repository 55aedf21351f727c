import Core
import Database
import SQL

enum TodayVisits {
  /// More are counted and not shown.
  static let most = 50

  static func today(_ scope: TodayScope, zone: Zone, in db: borrowing TenantReader) throws -> [CalendarAppointment] {
    let date = zone.local(scope.now).date
    let day = TimeSpan(start: zone.startOfDay(date), end: zone.startOfDay(date.adding(days: 1)))
    return try CalendarEntries.all(during: day, within: scope.reach, in: db).filter {
      scope.covers($0) && $0.status.standsInCalendar
    }
  }

  /// The rows of one figure; what begins last comes first.
  static func rows(_ list: TodayList, _ scope: TodayScope, in db: borrowing TenantReader) throws
    -> [CalendarAppointment]
  {
    try db.rows(
      """
      SELECT \(CalendarEntries.columns), TRUE
      FROM scheduling_appointment a
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = a.patient_id
      JOIN scheduling_service s ON s.practice_id = \(db.scope) AND s.id = a.service_id
      WHERE a.practice_id = \(db.scope) AND \(list.condition(scope.now)) AND \(scope.condition(db.scope))
      ORDER BY a.starts_at DESC, a.id DESC LIMIT \(TodayVisits.most)
      """, CalendarEntries.read)
  }
}
