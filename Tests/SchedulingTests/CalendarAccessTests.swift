import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Who may not, and who is told nothing.
@Suite struct CalendarAccessTests {
  private static let acts = StatusAct.allCases.map(\.path)

  @Test func anonymousIsSentToSignIn() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    for target in [
      "/calendar", "/calendar/version", "/calendar/sheet", "/appointments/new", "/appointments/\(id)",
      "/appointments/\(id)/move",
    ] {
      let answer = TestBrowser().get(target)
      #expect(answer.status == 303, "\(target)")
      #expect(answer.location == "/sign-in", "\(target)")
    }
  }

  @Test func aReaderSeesTheCalendarAndChangesNothing() throws {
    let desk = try CalendarDesk()
    let id = try desk.book(["note": "Private words"]).id
    let biller = TestBrowser()
    biller.now = desk.browser.now
    let user = UserID.make()
    try desk.clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.cast", "identity_user", nil)) { tx in
        try TestPractice.add(user, "Bill Specimen", "bill@\(desk.clinic.slug).example", .biller, in: tx)
      }
    }
    try biller.signIn(user, of: desk.clinic.practice)
    let page = biller.get("/calendar?date=2027-03-09&a=\(id)")
    #expect(page.status == 200)
    #expect(page.words.contains("Pat Example"))
    #expect(!page.words.contains("Private words") && !page.words.contains("Mark as arrived"))
    #expect(!page.body.contains("/appointments/new"))
    for target in ["/appointments/new", "/appointments/\(id)/move"] {
      #expect(biller.get(target).status == 403, "\(target)")
    }
    for path in Self.acts + ["time"] {
      #expect(biller.post("/appointments/\(id)/\(path)", ["version": "1"]).status == 403, "\(path)")
    }
    #expect(biller.post("/appointments", desk.form()).status == 403)
    #expect(biller.post("/appointments/draft", ["search": "pat"]).status == 403)
    #expect(try desk.state(id) == "booked 1 0")
  }

  @Test func anotherPracticesIdsAnswerLikeOnesNeverIssued() throws {
    let (desk, stranger) = (try CalendarDesk(), try CalendarDesk())
    let foreign = try stranger.book().id
    let never = "\(EntityID.make())"
    func pages(_ id: String) -> [TestResponse] {
      [
        desk.browser.get("/appointments/\(id)"), desk.browser.get("/appointments/\(id)/move"),
        desk.browser.post("/appointments/\(id)/time", desk.moving(1)),
      ] + Self.acts.map { desk.act(id, $0, version: 1) }
    }
    for (theirs, nobodys) in zip(pages(foreign), pages(never)) {
      #expect(theirs.status == 404)
      #expect(theirs.words == nobodys.words)
    }
    #expect(pages("not-an-id").allSatisfy { $0.status == 404 })
    // Ids inside a form are refused in the same words too.
    for field in ["patient", "service", "practitioner", "room"] {
      let id: String =
        switch field {
        case "patient": "\(stranger.clinic.practice.pat)"
        case "service": "\(stranger.clinic.talk)"
        case "practitioner": "\(stranger.clinic.mira)"
        default: "\(stranger.clinic.room)"
        }
      let theirs = desk.browser.post("/appointments", desk.form([field: id]))
      let nobodys = desk.browser.post("/appointments", desk.form([field: never]))
      #expect(theirs.status == 422, "\(field)")
      #expect(theirs.words == nobodys.words, "\(field)")
    }
    #expect(!desk.browser.get("/calendar?date=2027-03-09&a=\(foreign)").words.contains("Pat Example"))
    #expect(try stranger.state(foreign) == "booked 1 0")
    #expect(try desk.audit() == [])
  }

  @Test func wrongMethodsAndForgedFormsAreRefused() throws {
    let desk = try CalendarDesk()
    let id = try desk.book().id
    #expect(desk.browser.post("/calendar", [:]).status == 405)
    #expect(desk.browser.get("/appointments").status == 405)
    for path in Self.acts { #expect(desk.browser.get("/appointments/\(id)/\(path)").status == 405, "\(path)") }
    #expect(desk.browser.post("/appointments/\(id)/check-in", ["version": "1"], csrf: "forged").status == 403)
    #expect(desk.browser.post("/appointments/\(id)/check-in", [:]).status == 400)
    #expect(try desk.state(id) == "booked 1 0")
  }
}
