import Core
import TestSupport
import Testing

@testable import Scheduling

/// Booking the visit after one, as the patient leaves.
@Suite struct NextVisitTests {
  private static func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text: text)) }

  @Test func theSameTimeOfLaterWeeksIsALinkIntoTheForm() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    #expect(desk.browser.get("/appointments/\(id)").body.contains("/appointments/\(id)/next"))
    let page = desk.browser.get("/appointments/\(id)/next")
    #expect(page.words.contains("Next visit of Pat Example"))
    // Four weeks on the clocks have turned: the time stays what the wall says.
    for (day, words) in [
      ("2027-03-16", "Around Tuesday 16 March 2027 One week after this visit"),
      ("2027-03-23", "Around Tuesday 23 March 2027 2 weeks after this visit"),
      ("2027-04-06", "Around Tuesday 6 April 2027 4 weeks after this visit"),
    ] {
      #expect(page.words.contains(words), "\(page.words)")
      #expect(page.body.contains("start=\(day)T13%3A00&amp;with=\(desk.clinic.mira)&amp;service=\(desk.clinic.talk)"))
    }
    #expect(!page.words.contains("As usual") && !page.words.contains("Already booked"))
    let link = "start=2027-03-16T13:00&with=\(desk.clinic.mira)&service=\(desk.clinic.talk)"
    let form = desk.browser.get("/appointments/new?\(link)&patient=\(desk.clinic.practice.pat)")
    #expect(form.body.contains("value=\"\(desk.clinic.practice.pat)\" checked"))
    #expect(form.body.contains("<option value=\"\(desk.clinic.talk)\" selected>"))
  }

  @Test func whatIsTakenIsNotOfferedAndWhatIsBookedIsSaid() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    let next = try desk.book(["date": "2027-03-16"]).id
    let page = desk.browser.get("/appointments/\(id)/next")
    #expect(page.words.contains("Already booked after it: Tue 16 March, 13:00"))
    #expect(page.body.contains("href=\"/appointments/\(next)\""))
    #expect(!page.body.contains("start=2027-03-16T13%3A00"))
    #expect(page.body.contains("start=2027-03-16T14%3A00"), "the nearest of that day")
  }

  /// Two weeks apart three times: so they are again, also when that is none of the usual offers.
  @Test func theRhythmOfAPatientIsOffered() throws {
    let desk = try CalendarDesk(now: "2027-01-26T09:00Z")
    var last = ""
    for date in ["2027-01-26", "2027-02-16", "2027-03-09"] { last = try desk.book(["date": date]).id }
    let page = desk.browser.get("/appointments/\(last)/next").words
    #expect(page.contains("Around Tuesday 30 March 2027 3 weeks after this visit As usual"))
    #expect(page.ranges(of: "weeks after").count == 3 && page.contains("One week after"))
  }

  @Test func aVisitOfLongAgoLeadsToDatesToCome() throws {
    let visit = try Self.day("2026-11-03")
    #expect(NextVisits.weeksOn(from: visit, today: try Self.day("2026-11-03"), usual: nil) == [1, 2, 4])
    #expect(NextVisits.weeksOn(from: visit, today: try Self.day("2026-11-09"), usual: 3) == [1, 2, 3, 4])
    #expect(NextVisits.weeksOn(from: visit, today: try Self.day("2026-11-10"), usual: 1) == [2, 3, 5])
    #expect(NextVisits.weeksOn(from: visit, today: try Self.day("2027-03-10"), usual: 2) == [19, 20, 22])
  }

  @Test(arguments: [
    (["2027-01-01", "2027-01-15"], nil), (["2027-01-01", "2027-01-15", "2027-01-29"], 2),
    (["2027-01-29", "2027-01-01", "2027-01-15", "2027-01-15"], 2),
    (["2027-01-01", "2027-01-08", "2027-01-16", "2027-03-30"], 1), (["2027-01-01", "2027-01-02", "2027-01-03"], nil),
    (["2025-01-01", "2026-01-01", "2027-01-01"], nil),
  ])
  func theRhythmIsTheMiddleOfAllGaps(dates: [String], weeks: Int?) throws {
    #expect(NextVisits.usualWeeks(try dates.map(Self.day)) == weeks)
  }

  @Test func whatWasCancelledHasNoNext() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    #expect(desk.act(id, "cancellation", version: 1).status == 303)
    #expect(desk.browser.get("/appointments/\(id)/next").status == 409)
    #expect(!desk.browser.get("/appointments/\(id)").body.contains("/next\""))
  }
}
