import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// A front desk that books series.
extension CalendarDesk {
  /// Weekly, twelve times, from Tuesday 9 March 2027 at 13:00.
  func weekly(_ changes: [String: String] = [:]) -> [String: String] {
    form(["repeat": "weekly", "every": "1", "ends": "count", "count": "12"].merging(changes) { $1 })
  }

  /// What the preview's form would send.
  func confirmed(_ preview: TestResponse, _ fields: [String: String], _ mode: String) throws -> [String: String] {
    let rule = try #require(
      preview.value(after: "name=\"rrule\" value=\""), "\(preview.status) \(preview.words)")
    return fields.merging(["rrule": rule, "clashes": mode]) { $1 }
  }

  /// Through the preview; the ids of the series in the order of its dates.
  @discardableResult
  func bookSeries(_ changes: [String: String] = [:], _ mode: String = "all") throws -> [String] {
    let fields = weekly(changes)
    let preview = browser.post("/appointments", fields)
    let answer = browser.post("/appointments/series", try confirmed(preview, fields, mode))
    let location = try #require(answer.location, "\(answer.status) \(answer.words)")
    return try series(of: String(location.split(separator: "/")[1]))
  }

  /// Ids of all of a series.
  func series(of appointment: String) throws -> [String] {
    let id = try #require(EntityID(text: appointment))
    return try read { db in
      try db.rows(
        """
        SELECT o.id FROM scheduling_appointment a
        JOIN scheduling_appointment o ON o.practice_id = a.practice_id AND o.series_id = a.series_id
        WHERE a.practice_id = \(db.scope) AND a.id = \(id) ORDER BY o.series_date
        """
      ) { "\(try $0.id(0))" }
    }
  }

  /// `2027-03-09T13:00 booked` of everything in the practice, in time order, on the wall clock.
  func diary() throws -> [String] {
    try read { db in
      try db.rows(
        """
        SELECT starts_at, status FROM scheduling_appointment WHERE practice_id = \(db.scope) ORDER BY starts_at
        """
      ) { "\(zone.local(try $0.instant(0))) \(try $0.text(1))" }
    }
  }

  func count(_ statement: (borrowing TenantReader) -> SQL) throws -> Int {
    try read { db in try db.first(statement(db)) { try $0.int(0) } ?? 0 }
  }
}
