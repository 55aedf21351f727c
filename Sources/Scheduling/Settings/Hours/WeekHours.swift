import Core
import Database
import SQL

/// The open spans of a usual week, in minutes from midnight by the wall clock of the place.
struct WeekHours: Sendable, Equatable {
  struct Span: Sendable, Equatable {
    let opens: Int
    /// At most 1440, the end of the day.
    let closes: Int
    /// Nil: where the resource usually is.
    let location: LocationID?
  }
  /// By ISO weekday, each day's spans in order and apart.
  let days: [Int: [Span]]

  /// A beginning for somebody new: five days, with a break at noon.
  static func usual(weekStartsOn: Int) -> WeekHours {
    let spans = [(9, 12), (13, 17)].map { Span(opens: $0.0 * 60, closes: $0.1 * 60, location: nil) }
    let weekdays = weekStartsOn == 7 ? [7, 1, 2, 3, 4] : [1, 2, 3, 4, 5]
    return WeekHours(days: Dictionary(uniqueKeysWithValues: weekdays.map { ($0, spans) }))
  }

  static func find(of resource: ResourceID, in db: borrowing TenantReader) throws -> WeekHours {
    let rows = try db.rows(
      """
      SELECT weekday, opens_minute, closes_minute, location_id FROM scheduling_hours
      WHERE practice_id = \(db.scope) AND resource_id = \(resource) ORDER BY weekday, opens_minute
      """
    ) { row in
      let location = try row.idIfPresent(3, as: LocationID.self)
      return (
        weekday: try row.int(0), span: Span(opens: try row.int(1), closes: try row.int(2), location: location)
      )
    }
    return WeekHours(days: Dictionary(grouping: rows, by: \.weekday).mapValues { $0.map(\.span) })
  }

  /// Minutes of a whole week, for everybody who has hours.
  static func minutesByResource(in db: borrowing TenantReader) throws -> [ResourceID: Int] {
    let rows = try db.rows(
      """
      SELECT resource_id, CAST(SUM(closes_minute - opens_minute) AS SIGNED) FROM scheduling_hours
      WHERE practice_id = \(db.scope) GROUP BY resource_id
      """
    ) { row in (try row.id(0, as: ResourceID.self), try row.int(1)) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// Replaces the hours of a resource. After ``Resources/lock(_:in:)``.
  func write(of resource: ResourceID, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM scheduling_hours WHERE practice_id = \(tx.scope) AND resource_id = \(resource)")
    for (weekday, spans) in days.sorted(by: { $0.key < $1.key }) {
      for span in spans {
        try tx.execute(
          """
          INSERT INTO scheduling_hours (practice_id, id, resource_id, weekday, opens_minute, closes_minute,
            location_id)
          VALUES (\(tx.scope), \(EntityID.make()), \(resource), \(weekday), \(span.opens), \(span.closes),
            \(span.location))
          """)
      }
    }
  }

  /// The same text for the same hours: what a form was made from.
  var fingerprint: String {
    (1...7).compactMap { weekday -> String? in
      guard let spans = days[weekday], !spans.isEmpty else { return nil }
      return "\(weekday):"
        + spans.map { "\($0.opens)-\($0.closes)" + ($0.location.map { "@\($0)" } ?? "") }.joined(separator: ",")
    }.joined(separator: ";")
  }

  /// Every place that hours name.
  var locations: Set<LocationID> { Set(days.values.flatMap { $0.compactMap(\.location) }) }

  /// `weekday1` … `weekday7`, for the audit trail.
  func names(differingFrom other: WeekHours) -> [String] {
    (1...7).filter { days[$0] ?? [] != other.days[$0] ?? [] }.map { "weekday\($0)" }
  }
}
