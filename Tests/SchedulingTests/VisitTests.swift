import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

/// The link in the confirmation: see, move, cancel; old links change nothing (pains 9 and 11).
@Suite struct VisitTests {
  private func booked() throws -> (walk: BookingWalk, path: String, times: [String]) {
    let walk = BookingWalk(clinic: try Clinic())
    let times = walk.times(walk.clinic.talk, with: walk.clinic.mira, on: try walk.day())
    let answer = try walk.confirm(walk.hold(walk.clinic.talk, times[0], with: walk.clinic.mira))
    return (walk, String(try #require(answer.location).prefix { $0 != "?" }), times)
  }
  private func appointments(_ walk: BookingWalk) throws -> [String] {
    try walk.clinic.practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT a.status, a.sequence, a.late_fee_due, a.starts_at,
          (SELECT COUNT(*) FROM scheduling_claim c WHERE c.practice_id = \(db.scope) AND c.appointment_id = a.id)
        FROM scheduling_appointment a WHERE a.practice_id = \(db.scope)
        """
      ) { row in
        let start = Zone.utc.local(try row.instant(3)).description
        return "\(try row.text(0)) \(try row.int(1)) \(try row.int(2)) \(start)Z \(try row.int(4))"
      }
    }
  }

  @Test func theVisitMovesAndStaysTheSameAppointment() throws {
    let (walk, path, times) = try booked()
    let page = walk.browser.get(path + "/move?date=\(try walk.day())")
    #expect(page.words.contains("Now: "))
    // Its own time is free for it, so it can be moved by half an hour.
    #expect(page.values(after: "name=\"start\" value=\"").contains(times[1]))
    let moved = walk.browser.post(path + "/time", ["start": times[1]])
    #expect(moved.status == 303)
    #expect(try appointments(walk) == ["booked 1 0 \(times[1]) 1"])
    #expect(walk.browser.get(try #require(moved.location)).words.contains("has been moved"))
  }

  @Test func anOldLinkShowsAndChangesNothing() throws {
    let (walk, path, times) = try booked()
    walk.browser.get(path)
    walk.browser.post(path + "/time", ["start": times[4]])
    let before = try appointments(walk)
    #expect(walk.browser.get(path).status == 410)
    #expect(walk.browser.post(path + "/time", ["start": times[8]]).status == 410)
    #expect(walk.browser.post(path + "/cancellation", [:]).status == 410)
    #expect(try appointments(walk) == before)
  }

  @Test func aGuessedLinkIsUnknown() throws {
    let (walk, path, _) = try booked()
    let (other, _, _) = try booked()
    let swapped = path.replacing("/\(walk.clinic.slug)/", with: "/\(other.clinic.slug)/")
    #expect(walk.browser.get(swapped).status == 404)
    #expect(walk.browser.get(path + "x").status == 404)
    #expect(walk.browser.get(path.replacing("/0-", with: "/1-")).status == 404)
  }

  @Test func cancellingInTimeIsFreeAndFreesTheTime() throws {
    let (walk, path, times) = try booked()
    let page = walk.browser.get(path)
    #expect(page.words.contains("Cancelling is free of charge now"))
    let answer = walk.browser.post(path + "/cancellation", [:])
    #expect(answer.status == 303)
    #expect(try appointments(walk) == ["cancelled 1 0 \(times[0]) 0"])
    #expect(walk.browser.get(try #require(answer.location)).words.contains("This visit is cancelled"))
    #expect(walk.times(walk.clinic.talk, with: walk.clinic.mira, on: try walk.day()).contains(times[0]))
  }

  @Test func cancellingLateSaysTheFeeFirstAndMovingIsForThePracticeToDo() throws {
    let (walk, path, times) = try booked()
    let start = try #require(LocalDateTime(text: times[0].dropLast()))
    walk.browser.now = try #require(Zone.utc.instants(of: start).first).adding(hours: -23)
    let page = walk.browser.get(path)
    #expect(page.words.contains("cancelling now costs €20.00"))
    #expect(page.words.contains("please call the practice"))
    #expect(walk.browser.get(path + "/move").status == 303)
    #expect(walk.browser.post(path + "/time", ["start": times[5]]).status == 409)
    #expect(try appointments(walk) == ["booked 0 0 \(times[0]) 1"])
    #expect(walk.browser.post(path + "/cancellation", [:]).status == 303)
    #expect(try appointments(walk) == ["cancelled 1 1 \(times[0]) 0"])
  }

  @Test func theEdgeOfTheFreePeriodIsToTheSecond() throws {
    let (walk, path, times) = try booked()
    let start = try #require(LocalDateTime(text: times[0].dropLast()))
    let edge = try #require(Zone.utc.instants(of: start).first).adding(hours: -24)
    walk.browser.now = edge
    #expect(walk.browser.get(path).words.contains("free of charge now"))
    walk.browser.now = edge.adding(seconds: 1)
    #expect(walk.browser.get(path).words.contains("costs €20.00"))
  }

  @Test func aVisitThatHasBegunCannotBeChanged() throws {
    let (walk, path, times) = try booked()
    let start = try #require(LocalDateTime(text: times[0].dropLast()))
    walk.browser.get(path)
    walk.browser.now = try #require(Zone.utc.instants(of: start).first)
    #expect(walk.browser.post(path + "/cancellation", [:]).status == 409)
    #expect(try appointments(walk) == ["booked 0 0 \(times[0]) 1"])
  }
}
