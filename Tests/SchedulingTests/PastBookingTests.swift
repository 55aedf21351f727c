import Core
import TestSupport
import Testing

@testable import Scheduling

/// A visit that took place without being booked is written down afterwards. It says so, and that nobody hears of it. It is
/// ten in the morning.
@Suite struct PastBookingTests {
  private let words = "This time is past: nothing is sent about it, neither a confirmation nor reminders."

  @Test func theFormSaysSoBesideTheTime() throws {
    let desk = try CalendarDesk()
    let past = desk.browser.get("/appointments/new?start=2027-03-09T09:00&with=\(desk.clinic.mira)")
    #expect(past.words.contains(words) && past.body.contains("aria-describedby=\"time-hint time-past\""))
    #expect(!desk.browser.get("/appointments/new?start=2027-03-09T10:30").words.contains(words))
    #expect(!desk.browser.get("/appointments/new").words.contains(words), "no time is chosen yet")
    let checked = desk.browser.post("/appointments/check", desk.form(["time": "09:00"]))
    #expect(checked.status == 200 && checked.words.contains(words), "\(checked.words)")
    #expect(!desk.browser.post("/appointments/check", desk.form()).words.contains(words))
    let groups = try GroupDesk()
    #expect(groups.desk.browser.get("/calendar/groups/new?start=2027-03-09T09:00").words.contains(words))
    #expect(desk.browser.get("/appointments/new?start=2027-03-09T09:00&lang=he").words.contains("המועד הזה כבר עבר"))
    #expect(
      desk.browser.get("/appointments/new?start=2027-03-09T09:00&lang=de").words.contains("Diese Zeit ist vorbei"))
    // It is about what is agreed: asking why a time is not free has its own answer.
    let why = "/calendar/why?service=\(desk.clinic.talk)&practitioner=&date=2027-03-09&time=09:00&lang=en"
    #expect(
      !desk.browser.get(why).words.contains(words) && desk.browser.get(why).words.contains("This time has passed."))
  }

  @Test func whatWasBookedMovedOrCancelledThereSaysSo() throws {
    let desk = try CalendarDesk()
    let (id, booked) = try desk.book(["time": "09:00"])
    let page = desk.browser.get(try #require(booked.location?.split(separator: "#").first.map(String.init)))
    #expect(page.words.contains("at 09:00") || page.words.contains("09:00"))
    #expect(page.words.contains(words), "\(page.words)")
    let panel = desk.browser.get("/appointments/\(id)")
    let untold = "and is not told by us."
    #expect(panel.words.contains(words) && !panel.words.contains(untold), "\(panel.words)")
    let form = desk.browser.get("/appointments/\(id)/move")
    #expect(form.words.contains(words) && form.words.contains(untold), "it may go to where it would be told of")
    // Into the past: the patient is not told of it, whatever was ticked.
    let (other, answer) = try desk.book(["time": "13:00"])
    let ahead = desk.browser.get(try #require(answer.location?.split(separator: "#").first.map(String.init)))
    #expect(!ahead.words.contains(words), "\(ahead.words)")
    let moving = desk.moving(1, ["time": "09:00", "practitioner": "\(desk.clinic.jonas)", "notify": "yes"])
    let checked = desk.browser.post("/appointments/\(other)/time", moving.merging(["check": "1"]) { $1 })
    #expect(checked.status == 200 && checked.words.contains(words), "\(checked.words)")
    let moved = desk.browser.post("/appointments/\(other)/time", moving)
    let after = desk.browser.get(try #require(moved.location?.split(separator: "#").first.map(String.init)))
    #expect(after.words.contains(words) && !after.words.contains("is told by email"), "\(after.words)")
    #expect(!after.body.contains("/appointments/\(other)/silence"))
  }
}
