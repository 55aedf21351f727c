import Core
import TestSupport
import Testing

@testable import Scheduling

/// The calendar by service and by status: what is left out is counted, and never taken for free.
@Suite struct CalendarFilterTests {
  private func day(_ desk: CalendarDesk, _ more: String) -> TestResponse {
    desk.browser.get("/calendar?view=day&date=2027-03-09" + more)
  }
  private func appointments(_ page: TestResponse) -> Int { page.body.split(separator: "class=\"appt ").count - 1 }

  @Test func aServiceIsShownAlone() throws {
    let desk = try CalendarDesk()
    _ = try desk.book()
    _ = try desk.book(["time": "15:00", "service": "\(desk.clinic.scan)"])
    let all = day(desk, "")
    #expect(appointments(all) == 2 && !all.words.contains("The filter hides"))
    #expect(all.body.contains("<option value=\"\(desk.clinic.scan)\">Scan</option>"))
    let scans = day(desk, "&what=\(desk.clinic.scan)")
    #expect(appointments(scans) == 1 && scans.words.contains("15:00–15:30 Scan"))
    #expect(scans.words.contains("The filter hides one appointment. Show all"))
    #expect(scans.body.contains("<option value=\"\(desk.clinic.scan)\" selected>Scan</option>"))
    // What is hidden still takes its time.
    #expect(!scans.body.contains("/appointments/new?start=2027-03-09T13%3A00"))
    #expect(scans.body.contains("/appointments/new?start=2027-03-09T13%3A50"))
    // Every way on keeps the filter, but for the one that ends it.
    #expect(scans.body.contains("view=week&amp;date=2027-03-09&amp;what=\(desk.clinic.scan)"))
    #expect(scans.body.contains("href=\"/calendar?view=day&amp;date=2027-03-09\">Show all"))
    let none = day(desk, "&what=\(EntityID.make())")
    #expect(appointments(none) == 0 && none.words.contains("The filter hides 2 appointments."))
    #expect(none.words.contains("The service that was chosen"))
  }

  @Test func aStatusIsShownAlone() throws {
    let desk = try CalendarDesk()
    let first = try desk.book().id
    _ = try desk.book(["time": "15:00"])
    #expect(desk.act(first, "cancellation", version: 1).status == 303)
    #expect(appointments(day(desk, "&stage=booked")) == 1)
    let cancelled = day(desk, "&stage=cancelled&cancelled=0")
    #expect(appointments(cancelled) == 1 && cancelled.words.contains("13:00–13:50 Talk"))
    #expect(cancelled.words.contains("The filter hides one appointment."))
    #expect(appointments(day(desk, "&stage=arrived")) == 0)
    // A cancelled one that is hidden anyway is not the filter's doing.
    #expect(day(desk, "&stage=booked&cancelled=0").words.contains("The filter hides 0 appointments."))
    for nonsense in ["waitlist", "x", ""] { #expect(appointments(day(desk, "&stage=\(nonsense)")) == 2) }
    for view in ["week", "agenda"] {
      let page = desk.browser.get("/calendar?view=\(view)&date=2027-03-09&stage=booked&who=\(desk.clinic.mira)&lang=he")
      #expect(appointments(page) == 1 && page.words.contains("הסינון מסתיר פגישה אחת."), "\(view)")
    }
  }

  @Test func theAddressKeepsTheFilter() throws {
    let date = try #require(LocalDate(text: "2027-03-09"))
    let query = CalendarQuery(
      view: .week, date: date, service: ServiceID(.make()), status: .noshow, place: .exactly(nil))
    #expect(CalendarQuery(.init(query.pairs), today: date.adding(days: 9)) == query)
    #expect(query.with(date: date.adding(days: 7)).status == .noshow)
    #expect(query.with(service: .some(nil), status: .some(nil)).isFiltered && !query.unfiltered.isFiltered)
  }
}
