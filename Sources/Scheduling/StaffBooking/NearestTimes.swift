import Core
import Database

/// The free times next to one that cannot be had.
enum NearestTimes {
  static let count = 3
  static let days = 3

  /// In time order; fewer when there are no more on these days.
  static func find(
    _ wish: PlaceWish, _ offering: Offering, zone: Zone, now: Instant, apart: AppointmentID?,
    in db: borrowing TenantReader
  ) throws -> [Instant] {
    let date = zone.local(wish.start).date
    let last = date.adding(days: days)
    let availability = try offering.availability(from: date, through: last, zone: zone, now: now, apart: apart, in: db)
    let starts = (0...days).flatMap { availability.slots(on: date.adding(days: $0), for: .staff(from: now)) }
      .map(\.span.start)
    let distance = { (start: Instant) in abs(start.microseconds - wish.start.microseconds) }
    return starts.sorted { (distance($0), $0) < (distance($1), $1) }.prefix(count).sorted()
  }
}
