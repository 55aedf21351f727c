import Core
import TestSupport
import Testing

@testable import Scheduling

@Suite struct CalendarVersionTests {
  @Test func nothingNewIs304AndEveryActMovesIt() throws {
    let desk = try CalendarDesk(now: "2027-03-09T12:30Z")
    let target = "/calendar/version?view=day&date=2027-03-09"
    var tag = desk.version()
    func expectUnchanged() {
      desk.browser.headers["if-none-match"] = tag
      let answer = desk.browser.get(target)
      #expect(answer.status == 304)
      #expect(answer.response.body.isEmpty)
      desk.browser.headers["if-none-match"] = nil
    }
    func expectChanged(_ what: String) {
      let fresh = desk.version()
      #expect(fresh != tag, "\(what)")
      tag = fresh
      expectUnchanged()
    }
    expectUnchanged()
    let id = try desk.book().id
    expectChanged("booked")
    var version = 1
    // Half past one: the appointment has begun, so all of it is possible.
    for path in [
      "check-in", "arrival-undo", "no-show", "no-show-undo", "completion", "completion-undo", "cancellation",
      "cancellation-undo",
    ] {
      #expect(desk.act(id, path, version: version).status == 303, "\(path)")
      version += 1
      expectChanged(path)
    }
    #expect(desk.browser.post("/appointments/\(id)/time", desk.moving(version)).status == 303)
    expectChanged("moved")
  }

  @Test func thePageCarriesWhatThePollAnswers() throws {
    let desk = try CalendarDesk()
    let page = desk.browser.get("/calendar?view=week&date=2027-03-09")
    let poll = try #require(page.value(after: "data-poll=\"")).replacing("&amp;", with: "&")
    #expect(desk.version(poll) == "\"\(try #require(page.value(after: "data-version=\"")))\"")
    #expect(page.value(after: "data-poll-target=\"") == "calendar")
    #expect(page.body.contains("id=\"calendar\""))
  }

  @Test func itHoldsNumbersOnlyAndIsOneRead() throws {
    let desk = try CalendarDesk()
    _ = try desk.book()
    let answer = desk.browser.get("/calendar/version?date=2027-03-09")
    #expect(answer.body.allSatisfy { $0.isNumber || $0 == "." }, "\(answer.body)")
    let other = desk.browser.get("/calendar/version?date=2027-03-20").body
    #expect(other.hasSuffix(".0"), "only a calendar that shows today ticks")
    desk.browser.now = desk.browser.now.adding(minutes: 5)
    #expect(desk.browser.get("/calendar/version?date=2027-03-09").body != answer.body)
    #expect(desk.browser.get("/calendar/version?date=2027-03-20").body == other)
  }
}
