import Core
import Database
import SQL
import TestSupport
import Testing

@Suite struct PortalHomeTests {
  @Test func thePageShowsWhatIsNextAndWhatWas() throws {
    let clinic = try Clinic()
    let browser = TestBrowser()
    browser.now = Instant(seconds: 1_773_226_800)  // 2026-03-11T11:00:00Z
    try browser.signIn(patient: clinic.practice.pat, of: clinic.practice)
    try clinic.plan(in: -48, status: "fulfilled")
    try clinic.plan(in: 24, status: "cancelled")
    try clinic.plan(in: 48, status: "booked")
    try clinic.plan(in: 72, status: "booked")
    try clinic.plan(in: 96, status: "enteredInError")
    let page = browser.get("/portal")
    #expect(page.status == 200)
    #expect(page.words.contains("Your next visit Booked"))
    #expect(page.words.contains("Friday 13 March 2026"), "\(page.words)")
    #expect(page.words.contains("12:00–12:50") && page.words.contains("Berlin time (GMT+1)"))
    #expect(page.words.contains("Talk , Dr Mira Specimen") && page.words.contains("€95.00"))
    #expect(page.words.contains("Later visits") && page.words.contains("Saturday 14 March 2026"))
    #expect(page.words.contains("Past and cancelled visits") && page.words.contains("Cancelled"))
    #expect(!page.words.contains("Sunday 15 March 2026"))
    #expect(page.values(after: "href=\"/\(clinic.slug)/visit/").count == 2, "only what is ahead can be changed")
    let link = try #require(page.values(after: "href=\"/\(clinic.slug)/visit/").first)
    #expect(TestBrowser().get("/\(clinic.slug)/visit/\(link)").status == 200)
  }

  @Test func withoutVisitsThePageSaysSo() throws {
    try withPractice(language: .he) { practice in
      let browser = TestBrowser()
      try browser.signIn(patient: practice.pat, of: practice)
      let page = browser.get("/portal?lang=he")
      #expect(page.body.contains("dir=\"rtl\"") && page.words.contains("אין ביקור מתוכנן"))
    }
  }

  @Test func anotherPatientsVisitsAreNotThere() throws {
    let (mine, theirs) = (try Clinic(), try Clinic())
    try theirs.plan(in: 48, status: "booked")
    let browser = TestBrowser()
    try browser.signIn(patient: mine.practice.pat, of: mine.practice)
    #expect(browser.get("/portal").words.contains("No visit planned"))
  }

  @Test func staffAndStrangersDoNotGetIn() throws {
    try withPractice { practice in
      #expect(TestBrowser().get("/portal").location == "/portal/sign-in")
      let staff = TestBrowser()
      try staff.signIn(practice.alice, of: practice)
      #expect(staff.get("/portal").location == "/portal/sign-in")
      let patient = TestBrowser()
      try patient.signIn(patient: practice.pat, of: practice)
      #expect(patient.get("/account").location == "/sign-in")
      #expect(patient.post("/portal", [:]).status == 405)
    }
  }

  @Test func signOutLeadsBackToThePracticesDoor() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      try browser.signIn(patient: practice.pat, of: practice)
      browser.get("/portal")
      #expect(browser.post("/portal/sign-out", [:]).location == "/\(practice.slug)/sign-in")
      #expect(browser.get("/portal").location == "/portal/sign-in")
      #expect(try practice.events("session.end") == 1)
    }
  }

  @Test func halfAnHourOfSilenceEndsIt() throws {
    try withPractice { practice in
      let browser = TestBrowser()
      try browser.signIn(patient: practice.pat, of: practice)
      browser.now = browser.now.adding(minutes: 29)
      #expect(browser.get("/portal").status == 200)
      browser.now = browser.now.adding(minutes: 31)
      #expect(browser.get("/portal").location == "/portal/sign-in")
    }
  }
}

extension Clinic {
  /// A talk with Mira so many hours after 11 March 2026, 12:00 in Berlin.
  func plan(in hours: Int, status: String) throws {
    let start = Instant(seconds: 1_773_226_800).adding(hours: hours)
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.plan", "scheduling_appointment", nil)) { tx in
        _ = try tx.execute(
          """
          INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status, starts_at,
            ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency, cancel_notice_minutes,
            late_fee_minor, source, language, created_at)
          VALUES (\(tx.scope), \(EntityID.make()), \(self.practice.pat), \(self.talk), \(self.mira), \(status), \(start),
            \(start.adding(minutes: 50)), \(start), 'Europe/Berlin', 0, 0, 9500, 'EUR', 1440, 0, 'staff', 'en', \(start))
          """)
      }
    }
  }
}
