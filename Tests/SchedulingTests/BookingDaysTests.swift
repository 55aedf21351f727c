import Core
@_spi(Bootstrap) import Database
import TestSupport
import Testing

@testable import Scheduling

@Suite struct BookingDaysTests {
  /// Days that cannot hold a nearer time are not worked out; the answer must be that of working all of them out.
  @Test(arguments: ["00:00", "08:55", "12:40", "16:30", "23:55"], [1, 3, 40])
  func theNearestTimesAreThoseOfAllDaysAround(_ time: String, _ count: Int) throws {
    let clinic = try Clinic(notice: 0)
    try clinic.practice.asOperator { db in
      let zone = try Zone(name: db.practice.zoneName)
      let now = try #require(InstantText.decode("2027-03-08T03:00Z"))
      let local = try #require(LocalDateTime(text: "2027-03-10T\(time)"))
      let start = try #require(zone.instants(of: local).first)
      let offering = try #require(try Offering.find(ServiceID(clinic.talk), in: db.reader))
      let availability = try offering.availability(
        from: local.date.adding(days: -3), through: local.date.adding(days: 7), zone: zone, now: now, in: db.reader)
      let all = (-3...7).flatMap { availability.slots(on: local.date.adding(days: $0), for: .staff(from: now)) }.map(
        \.span.start)
      let distance = { (other: Instant) in abs(other.seconds - start.seconds) }
      let wanted = all.sorted { (distance($0), $0) < (distance($1), $1) }.prefix(count).sorted()
      #expect(wanted.count == count)
      let nearest = try BookingDays.nearest(count, to: start, offering, zone: zone, now: now, in: db.reader)
      #expect(nearest.map(\.start) == wanted)
    }
  }
}
