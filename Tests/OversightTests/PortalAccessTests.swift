import Core
@testable @_spi(Bootstrap) import Database
import TestSupport
import Testing

@testable import Oversight

@Suite struct PortalAccessTests {
  static let path = "/portal/record/access"

  @Test func patientsSeeWhoSawTheirRecordInPlainWords() throws {
    try withPractice { p in
      for _ in 0..<3 { try p.event("chart.read", by: .staff(p.alice, .practitioner), patient: p.pat) }
      try p.event("patient.update", by: .staff(p.bob, .frontDesk), patient: p.pat, fields: ["phone"])
      let page = try p.browser(patient: p.pat).get(Self.path)
      #expect(page.status == 200)
      let today = try Zone(name: "Europe/Berlin").local(.now).date
      let date = Formats(language: .en, uses12HourClock: false).date(today, .long)
      #expect(page.words.contains("Alice Specimen , Practitioner Read your record \(date) · 3 times"), "\(page.words)")
      #expect(page.words.contains("Bob Specimen , Front desk Changed your record \(date)"))
      #expect(!page.words.contains("phone"), "fields and addresses are the practice's business")
      #expect(!page.words.contains("203.0.113"))
    }
  }

  @Test func onlyTheirOwnAndNoMachines() throws {
    try withPractice { p in
      let erika = try p.patient("Erika", "Mustermann")
      try p.event("chart.read", by: .staff(p.alice, .practitioner), patient: erika)
      try p.event("notice.send", by: .job, patient: p.pat)
      try p.event("session.start", by: .patient(p.pat), patient: p.pat)
      let page = try p.browser(patient: p.pat).get(Self.path)
      #expect(page.words.contains("Nobody yet"))
      #expect(!page.words.contains("Alice"))
    }
  }

  @Test func theOperatorOfTheServerIsNamedToo() throws {
    try withPractice { p in
      try p.event("patient.import", by: .operatorCommand, patient: p.pat)
      let words = try p.browser(patient: p.pat).get(Self.path).words
      #expect(words.contains("The operator of the server Changed your record"))
    }
  }

  @Test func longListsLeadOn() throws {
    try withPractice { p in
      for _ in 0...PortalAccess.pageSize {
        try p.event("chart.read", by: .staff(p.alice, .practitioner), patient: p.pat)
      }
      let browser = try p.browser(patient: p.pat)
      let first = browser.get(Self.path)
      #expect(first.words.contains("· 200 times"))
      let second = browser.get(try #require(first.older))
      #expect(second.words.contains("Read your record"))
      #expect(!second.words.contains(" times") && second.older == nil)
    }
  }

  @Test func nobodyElseGetsInAndHebrewRunsFromTheRight() throws {
    try withPractice { p in
      #expect(TestBrowser().get(Self.path).location == "/portal/sign-in")
      #expect(try p.browser(p.alice).get(Self.path).location == "/portal/sign-in")
      let browser = try p.browser(patient: p.pat)
      #expect(browser.send("POST", Self.path, headers: [:], body: []).status == 405)
      let hebrew = browser.get(Self.path + "?lang=he")
      #expect(hebrew.body.contains("<html lang=\"he\" dir=\"rtl\""))
      #expect(hebrew.words.contains("מי ראה את הרשומה שלי"))
    }
  }

  @Test func aMailboxAloneIsNotEnough() throws {
    try withPractice { p in
      try p.event("chart.read", by: .staff(p.alice, .practitioner), patient: p.pat)
      let browser = TestBrowser()
      try browser.signIn(patient: p.pat, of: p)
      let page = browser.get(Self.path)
      #expect(page.status == 423 && !page.words.contains("Alice"))
      #expect(page.words.contains("One more step before this opens"))
    }
  }

  @Test func thePortalsStartLeadsThere() throws {
    try withPractice { p in
      let home = try p.browser(patient: p.pat).get("/portal")
      #expect(home.body.contains("href=\"\(Self.path)\""))
    }
  }
}
