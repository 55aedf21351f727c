public import Core
public import Database

/// The times that the public is offered of a service, day by day, as the booking page finds them.
public struct OfferedTimes: Sendable {
  public struct Day: Sendable {
    public let date: LocalDate
    /// By the practice's clock; a time that comes twice that day stands twice.
    public let times: [LocalTime]
  }
  public let days: [Day]

  /// - Parameter name: of an active service, as staff wrote it; the first of several with one name.
  /// - Returns: nil when the practice has no such service.
  public static func read(
    service name: String, from first: LocalDate, through last: LocalDate, now: Instant, in db: borrowing TenantReader
  ) throws -> OfferedTimes? {
    guard let service = try Services.active(in: db).first(where: { $0.name == name }) else { return nil }
    let offering = try Offering.of(service, in: db)
    let zone = try Zone(name: db.practice.zoneName)
    let window = BookingWindow(service, zone: zone, now: now)
    let availability = try offering.availability(from: first, through: last, zone: zone, now: now, in: db)
    return OfferedTimes(
      days: (0...max(0, last.days(since: first))).map { offset in
        let date = first.adding(days: offset)
        return Day(date: date, times: availability.slots(on: date, for: .visitor(window)).map(\.wallClock.time))
      })
  }
}
