import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Patients

@Suite struct ConsentTests {
  private func consents(_ p: TestPractice) throws -> [Consent] {
    try p.asOperator { try Consents.all(of: p.pat, in: $0.reader) }
  }

  @Test func staffWriteDownWhatWasAgreedToAndTakeItBack() throws {
    try withPractice { p in
      let bob = try p.browser(p.bob)
      #expect(bob.get("/patients/\(p.pat)/privacy").body.contains("/patients/\(p.pat)/consents"))
      let page = bob.get("/patients/\(p.pat)/consents")
      #expect(page.words.contains("I agree to visits by video") && page.words.contains("Not given"))
      #expect(bob.post("/patients/\(p.pat)/consents", ["topic": "telehealth", "version": "0"]).status == 303)
      let given = try consents(p)
      #expect(given.count == 1 && given[0].isActive && given[0].text.version == 1 && given[0].givenBy == .staff)
      #expect(given[0].text.text.contains("by video"))
      #expect(bob.get("/patients/\(p.pat)/consents?done=given").words.contains("by Bob Specimen"))
      // The same again is one consent.
      #expect(bob.post("/patients/\(p.pat)/consents", ["topic": "telehealth", "version": "1"]).status == 303)
      #expect(try consents(p).count == 1)
      #expect(bob.post("/patients/\(p.pat)/consents/withdrawal", ["topic": "telehealth"]).status == 303)
      #expect(try consents(p).map(\.isActive) == [false])
      #expect(bob.get("/patients/\(p.pat)/consents").words.contains("Withdrawn on"))
      let actions = try p.asOperator { db in
        try db.reader.rows(
          "SELECT action FROM audit_event WHERE practice_id = \(db.scope) AND action LIKE 'consent.%' ORDER BY seq"
        ) { try $0.text(0) }
      }
      #expect(actions == ["consent.give", "consent.give", "consent.withdraw"])
    }
  }

  /// Words that are not sealed on their way take a yes of their own, which speaks of that.
  @Test(arguments: [("email", "an email is not sealed"), ("writtenSms", "an SMS is not sealed")])
  func wordsByMailAndByTextAreAgreedToByThemselves(topic: String, words: String) throws {
    try withPractice { p in
      let patient = TestBrowser()
      try patient.signIn(patient: p.pat, of: p)
      #expect(patient.get("/portal/consents").words.contains(words))
      #expect(try p.browser(try p.staff(.owner)).get("/settings/consents").body.contains("name=\"\(topic)\""))
      #expect(patient.post("/portal/consents", ["topic": topic, "version": "0"]).status == 303)
      let given = try consents(p)
      #expect(given.map(\.topic.rawValue) == [topic] && given[0].text.text.contains(words))
      #expect(patient.post("/portal/consents/withdrawal", ["topic": topic]).status == 303)
      #expect(try consents(p).map(\.isActive) == [false])
    }
  }

  @Test func nobodyAgreesToWordsTheyHaveNotRead() throws {
    try withPractice { p in
      let (bob, owner) = (try p.browser(p.bob), try p.browser(try p.staff(.owner)))
      bob.get("/patients/\(p.pat)/consents")
      owner.get("/settings/consents")
      #expect(owner.post("/settings/consents", ["marketing": "Our news.\nOnce a month."]).status == 303)
      #expect(owner.get("/settings/consents").words.contains("Version 1"))
      let late = bob.post("/patients/\(p.pat)/consents", ["topic": "marketing", "version": "0"])
      #expect(late.status == 409 && late.words.contains("Our news.") && late.words.contains("changed meanwhile"))
      #expect(try consents(p).isEmpty)
      #expect(bob.post("/patients/\(p.pat)/consents", ["topic": "marketing", "version": "1"]).status == 303)
      #expect(owner.post("/settings/consents", ["marketing": "Other news."]).status == 303)
      // What happens in one moment has no order.
      bob.now = bob.now.adding(seconds: 1)
      let page = bob.get("/patients/\(p.pat)/consents")
      #expect(page.words.contains("This was given to an older text") && page.words.contains("Our news."))
      #expect(bob.post("/patients/\(p.pat)/consents", ["topic": "marketing", "version": "2"]).status == 303)
      #expect(try consents(p).map(\.isActive) == [true, false])
      #expect(try consents(p).map(\.text.version) == [2, 1])
      let long = owner.post("/settings/consents", ["sharing": String(repeating: "x", count: 4001)])
      #expect(long.status == 422 && long.words.contains("4001"))
      #expect(bob.get("/settings/consents").status == 403)
    }
  }

  @Test func onlyKnownTopicsAndOwnPatients() throws {
    try withPractice { p in
      let bob = try p.browser(p.bob)
      bob.get("/patients/\(p.pat)/consents")
      #expect(bob.post("/patients/\(p.pat)/consents", ["topic": "everything", "version": "0"]).status == 404)
      let stranger = try withPractice { q in try q.browser(q.bob) }
      #expect(stranger.get("/patients/\(p.pat)/consents").status == 404)
      #expect(stranger.post("/patients/\(p.pat)/consents", ["topic": "sharing", "version": "0"]).status == 404)
      let biller = try p.browser(try p.staff(.biller))
      #expect(!biller.get("/patients/\(p.pat)/consents").body.contains("<button class=\"btn\" aria-describedby"))
      #expect(biller.post("/patients/\(p.pat)/consents", ["topic": "sharing", "version": "0"]).status == 403)
      #expect(try consents(p).isEmpty)
    }
  }

  @Test func patientsDecideInThePortal() throws {
    try withPractice { p in
      let pat = TestBrowser()
      try pat.signIn(patient: p.pat, of: p)
      #expect(pat.get("/portal").body.contains("/portal/consents"))
      #expect(pat.get("/portal/consents").words.contains("You decide."))
      #expect(pat.post("/portal/consents", ["topic": "sharing", "version": "0"]).status == 303)
      #expect(try consents(p).map(\.givenBy) == [.patient])
      #expect(pat.get("/portal/consents?done=given").words.contains("by the patient"))
      #expect(pat.post("/portal/consents/withdrawal", ["topic": "sharing"]).status == 303)
      #expect(try consents(p).map(\.withdrawnBy) == [.patient])
      let hebrew = pat.get("/portal/consents?lang=he")
      #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("ההחלטה שלך"))
    }
  }
}
