import Core
@testable @_spi(Bootstrap) import Database
import TestSupport
import Testing

@testable import Oversight

@Suite struct AuditListTests {
  @Test func theNewestStandsFirstInWordsWithWhoWhatWhenAndWhom() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      try p.event("patient.update", by: .staff(p.bob, .frontDesk), patient: p.pat, fields: ["phone", "email"])
      try p.browser(p.alice).get("/patients/\(p.pat)/chart")
      let page = try p.browser(owner).get("/audit")
      #expect(page.status == 200)
      let read = try #require(page.words.range(of: "Chart opened Alice Specimen Practitioner Pat Example 203.0.113.7"))
      let changed = try #require(
        page.words.range(of: "details changed phone, email Bob Specimen Front desk Pat Example"))
      #expect(read.lowerBound < changed.lowerBound)
      #expect(page.words.contains("Times are Berlin time"))
      #expect(page.body.contains("href=\"/audit/people/\(p.alice)\""))
      #expect(page.body.contains("href=\"/patients/\(p.pat)\""))
    }
  }

  @Test func timesCarryTheOffsetOfTheirOwnDay() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      try p.event("patient.update", by: .staff(p.bob, .frontDesk), patient: p.pat)
      try p.move("patient.update", to: Instant(seconds: 1_782_900_905))
      let summer = try p.browser(owner).get("/audit?patient=\(p.pat)")
      #expect(summer.words.contains("1 July 2026, 12:15 (GMT+2)"))
      #expect(summer.body.contains("datetime=\"2026-07-01T10:15:05Z\""))
    }
  }

  @Test func eachFilterLeavesOnlyWhatFits() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      let erika = try p.patient("Erika", "Mustermann")
      try p.event("chart.read", by: .staff(p.alice, .practitioner), patient: erika)
      try p.event("patient.update", by: .staff(p.bob, .frontDesk), patient: p.pat)
      let browser = try p.browser(owner)
      let byPerson = browser.get("/audit?person=\(p.bob)").words
      #expect(byPerson.contains("details changed") && !byPerson.contains("Chart opened"))
      let ofPatient = browser.get("/audit?patient=\(erika)").words
      #expect(ofPatient.contains("Chart opened") && !ofPatient.contains("details changed"))
      #expect(ofPatient.contains("Erika Mustermann All patients"), "the patient who was chosen is named")
      let ofKind = browser.get("/audit?class=record").words
      #expect(ofKind.contains("details changed") && !ofKind.contains("Chart opened"))
      let together = browser.get("/audit?class=record&person=\(p.alice)").words
      #expect(together.contains("Nothing fits") && together.contains("Show everything"))
    }
  }

  /// The days are the practice's: 23:30 in Berlin is another day in UTC.
  @Test func daysAreThoseOfThePracticesClock() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      try p.event("patient.update", by: .staff(p.bob, .frontDesk), patient: p.pat)
      try p.move("patient.update", to: Instant(seconds: 1_773_354_600))  // 2026-03-12T22:30Z, 23:30 in Berlin
      let browser = try p.browser(owner)
      func finds(_ query: String) -> Bool { browser.get("/audit?\(query)").words.contains("details changed") }
      #expect(finds("from=2026-03-12&to=2026-03-12"))
      #expect(!finds("from=2026-03-13&to=2026-03-13"))
      #expect(!finds("to=2026-03-11"))
      try p.move("patient.update", to: Instant(seconds: 1_773_358_200))  // an hour later it is the 13th
      #expect(!finds("from=2026-03-12&to=2026-03-12"))
      #expect(finds("from=2026-03-13"))
    }
  }

  @Test(arguments: [
    ("from=2026-02-30", "2026-02-30", "Enter a day that exists"), ("from=12.3.2026", "12.3.2026", "Enter a day"),
    ("to=9999-12-31", "9999-12-31", "Enter a day"), ("from=2026-03-12&to=2026-03-11", "2026-03-11", "before the first"),
    ("class=everything", "", "Choose"), ("person=nobody", "", "Choose"),
  ])
  func aWrongFilterIsNamedNextToItsFieldAndKept(_ query: String, _ typed: String, _ words: String) throws {
    try withPractice { p in
      let page = try p.browser(try p.staff(.owner)).get("/audit?" + query)
      #expect(page.status == 422)
      #expect(page.words.contains(words), "\(page.words)")
      #expect(page.body.contains("value=\"\(typed)\""))
      #expect(page.body.contains("aria-invalid=\"true\""))
      #expect(!page.words.contains("Signed in"), "a refused filter lists nothing")
    }
  }

  @Test func fiftyStandOnAPageAndBothWaysLeadOn() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      for _ in 0..<120 { try p.event("patient.update", by: .staff(p.bob, .frontDesk), patient: p.pat) }
      let browser = try p.browser(owner)
      let path = "/audit?patient=\(p.pat)"
      func rows(_ page: TestResponse) -> Int { page.values(after: "<th scope=\"row\"><time datetime=\"").count }
      let first = browser.get(path)
      #expect(rows(first) == 50)
      let older = try #require(first.older)
      #expect(older.contains("patient=\(p.pat)"), "the filter stays")
      let second = browser.get(older)
      #expect(rows(second) == 50)
      let third = browser.get(try #require(second.older))
      #expect(rows(third) == 20)
      #expect(third.older == nil)
      let back = browser.get(try #require(third.newer))
      #expect(back.values(after: "datetime=\"") == second.values(after: "datetime=\""))
      #expect(first.newer == nil)
      #expect(browser.get("/audit?before=x").status == 404)
    }
  }

  /// Names travel in pages, never in addresses.
  @Test func noAddressHoldsAName() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      let erika = try p.patient("Erika", "Mustermann")
      try p.event("chart.read", by: .staff(p.alice, .practitioner), patient: erika)
      for target in ["/audit?patient=\(erika)", "/audit/people/\(p.alice)", "/patients/\(erika)/access"] {
        let page = try p.browser(owner).get(target)
        #expect(page.words.contains("Erika Mustermann"))
        for address in page.addresses {
          #expect(!address.contains("Mustermann") && !address.contains("Specimen"), "\(address)")
        }
      }
    }
  }

  @Test func whoReadsTheTrailStandsInIt() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      let browser = try p.browser(owner)
      browser.get("/audit")
      browser.get("/audit?from=2026-02-30")
      browser.get("/audit/people/\(p.alice)")
      #expect(try p.actions().suffix(2) == ["audit.read", "audit.read"], "once for each page that showed something")
    }
  }

  @Test(arguments: [Role.practitioner, .frontDesk, .biller, .supervisor])
  func othersAreRefusedAndThatIsWrittenDown(_ role: Role) throws {
    try withPractice { p in
      let browser = try p.browser(try p.staff(role))
      #expect(browser.get("/audit").status == 403)
      #expect(browser.get("/audit/people/\(p.bob)").status == 403)
      #expect(browser.post("/audit/export", [:]).status == 403)
      #expect(try p.actions().suffix(3) == ["access.refuse", "access.refuse", "access.refuse"])
      #expect(!browser.get("/calendar").body.contains("href=\"/audit\""))
    }
  }

  @Test func anotherPracticesPeopleAndPatientsAreNothing() throws {
    try withPractice { other in
      try withPractice { p in
        let browser = try p.browser(try p.staff(.owner))
        #expect(browser.get("/audit?patient=\(other.pat)").status == 404)
        #expect(browser.get("/audit/people/\(other.alice)").status == 404)
        #expect(browser.get("/audit?person=\(other.alice)").words.contains("Nothing fits"))
        #expect(TestBrowser().get("/audit").location == "/sign-in")
      }
    }
  }

  @Test func whatPeopleTypedIsShownAsTextAndUnknownActionsByTheirCode() throws {
    try withPractice { p in
      let owner = try p.staff(.owner, name: "<script>alert(1)</script>")
      try p.event("future.thing", by: .staff(owner, .owner))
      let page = try p.browser(owner).get("/audit?lang=he")
      #expect(page.words.contains("future.thing"))
      #expect(!page.body.contains("<script>alert"))
      #expect(page.body.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"))
      #expect(page.body.contains("<html lang=\"he\" dir=\"rtl\""))
    }
  }

  @Test func theListTakesFewStatementsHoweverLongItIs() throws {
    try withPractice { p in
      for _ in 0..<60 { try p.event("patient.update", by: .staff(p.bob, .frontDesk), patient: p.pat) }
      let before = p.connection.statementsRun
      try p.asOperator { db in _ = try Trail.part(TrailFilter(), .newest, zone: .utc, now: .now, in: db.reader) }
      #expect(p.connection.statementsRun - before <= 2)
    }
  }
}
