import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import SQL
import TestSupport
import Testing

/// People who act for patients: written down by the practice, one sign-in for all of them.
@Suite struct RelatedPersonTests {
  private func desk(_ practice: TestPractice) throws -> TestBrowser {
    let browser = TestBrowser.somewhere()
    try browser.signIn(practice.bob, of: practice)
    return browser
  }
  @discardableResult
  private func link(
    _ email: String, to patient: PatientID, _ desk: TestBrowser, until: String = "", name: String = "Erika Example"
  ) -> TestResponse {
    desk.now = desk.now.adding(seconds: 1)
    desk.get("/patients/\(patient)/portal")
    return desk.post(
      "/patients/\(patient)/guardians", ["name": name, "email": email, "relation": "parent", "until": until])
  }
  /// A parent of pat, signed in by mail.
  private func withParent(_ body: (TestPractice, String, TestBrowser, TestBrowser) throws -> Void) throws {
    try withPractice { practice in
      let (email, desk, browser) = (Staff.anyEmail(), try desk(practice), TestBrowser.somewhere())
      #expect(link(email, to: practice.pat, desk).location == "/patients/\(practice.pat)/portal?done=added")
      #expect(try practice.openPortal(email, browser) == "/portal")
      try body(practice, email, browser, desk)
    }
  }
  private func guardian(_ practice: TestPractice, _ patient: PatientID) throws -> RelatedPerson {
    try practice.asOperator { db in try #require(try RelatedPersons.of(patient, in: db.reader).first) }
  }

  @Test func aParentSeesTheChildsVisitsAndTheTrailSaysForWhom() throws {
    try withParent { practice, email, browser, desk throws in
      #expect(browser.get("/portal").words.contains("Visits of Pat Example"))
      let person = try guardian(practice, practice.pat)
      #expect(person.name == "Erika Example" && person.email == email && person.relation == .parent)
      #expect(try practice.newest("guardian.add")?.patient == practice.pat.id)
      _ = try PortalApp.setUp(browser)
      let event = try #require(try practice.newest("factor.add"))
      #expect(event.kind == "guardian" && event.actor == person.account && event.behalf == practice.pat.id)
      let record = browser.get(PortalFactorTests.record)
      #expect(record.status == 200 && record.words.contains("Record of Pat Example"), "nobody mixes up two children")
      let page = desk.get("/patients/\(practice.pat)/portal")
      #expect(page.words.contains("Erika Example Parent \(email)"))
      let stored = try practice.asOperator { db in
        try db.reader.first("SELECT sealed_name FROM identity_related_person WHERE practice_id = \(db.scope)") {
          String(decoding: try $0.bytes(0), as: UTF8.self)
        }
      }
      #expect(stored?.contains("Erika") == false, "the name is sealed")
    }
  }

  @Test func oneSignInServesSeveralChildrenAndNobodyElses() throws {
    try withParent { practice, email, first, desk throws in
      let (mia, stranger) = (try practice.addPatient("Mia", "Example"), try practice.addPatient("Olga", "Other"))
      #expect(link(email, to: mia, desk).status == 303)
      let browser = TestBrowser.somewhere()
      browser.now = first.now.adding(minutes: 1)
      #expect(try practice.openPortal(email, browser) == "/portal/people")
      _ = try PortalApp.setUp(browser)
      let people = browser.get("/portal/people")
      #expect(people.words.contains("Pat Example") && people.words.contains("Mia Example"))
      #expect(!people.words.contains("Olga"))
      #expect(browser.post("/portal/people", ["patient": "\(mia)"]).location == "/portal")
      #expect(browser.get("/portal").words.contains("Visits of Mia Example"))
      #expect(browser.get(PortalFactorTests.record).status == 200, "the same person, the same factor")
      #expect(try practice.newest("session.choose")?.patient == mia.id)
      browser.get("/portal/people")
      let foreign = browser.post("/portal/people", ["patient": "\(stranger)"])
      let never = browser.post("/portal/people", ["patient": "\(PatientID.make())"])
      #expect(foreign.status == 404 && foreign.body == never.body, "another family is nothing")
      #expect(browser.get("/portal").words.contains("Visits of Mia Example"))
    }
  }

  @Test func anEndCountsFromTheNextRequest() throws {
    try withParent { practice, email, browser, desk throws in
      let person = try guardian(practice, practice.pat)
      desk.get("/patients/\(practice.pat)/portal")
      let ended = desk.post("/patients/\(practice.pat)/guardians/\(person.id)/end", [:])
      #expect(ended.location == "/patients/\(practice.pat)/portal?done=ended")
      #expect(browser.get("/portal").location == "/portal/sign-in")
      #expect(desk.get("/patients/\(practice.pat)/portal").words.contains("Ended"))
      let again = TestBrowser.somewhere()
      again.now = browser.now.adding(minutes: 1)
      #expect(try practice.openPortal(email, again) == nil, "the address is known to nobody")
      #expect(again.patientCookie == nil)
    }
  }

  /// What the session looks up, without the rows being taken away.
  @Test func aSessionOfSomebodyWhoNoLongerActsOpensNothing() throws {
    try withParent { practice, _, browser, _ throws in
      let person = try guardian(practice, practice.pat)
      try practice.asOperator { db in
        try db.transaction(AuditEvent("test.end", "identity_related_person", person.id)) { tx in
          _ = try tx.execute(
            """
            UPDATE identity_related_person SET ended_at = \(Instant.now)
            WHERE practice_id = \(tx.scope) AND id = \(person.id)
            """)
        }
      }
      #expect(browser.get("/portal").location == "/portal/sign-in")
    }
  }

  @Test func theLastDayCountsToItsEnd() throws {
    try withPractice { practice in
      let (email, desk, browser) = (Staff.anyEmail(), try desk(practice), TestBrowser.somewhere())
      let today = try Zone(name: "Europe/Berlin").local(desk.now).date
      #expect(link(email, to: practice.pat, desk, until: today.description).status == 303)
      let end = try Zone(name: "Europe/Berlin").startOfDay(today.adding(days: 1))
      browser.now = end.adding(minutes: -20)
      try practice.openPortal(email, browser)
      #expect(browser.get("/portal").status == 200)
      browser.now = end
      #expect(browser.get("/portal").location == "/portal/sign-in")
    }
  }

  @Test func whatIsTypedIsChecked() throws {
    try withPractice { practice in
      let desk = try desk(practice)
      desk.get("/patients/\(practice.pat)/portal")
      let empty = desk.post("/patients/\(practice.pat)/guardians", [:])
      #expect(empty.status == 422)
      for field in ["name", "email", "relation"] { #expect(empty.body.contains("<a href=\"#\(field)\">"), "\(field)") }
      for until in ["2020-01-01", "2099-01-01", "soon"] {
        let answer = link(Staff.anyEmail(), to: practice.pat, desk, until: until)
        #expect(answer.status == 422 && answer.words.contains("Choose a day from today on"), "\(until)")
        #expect(answer.body.contains("value=\"Erika Example\""), "what was typed is kept")
      }
      let email = Staff.anyEmail()
      #expect(link(email, to: practice.pat, desk).status == 303)
      let twice = link(email.uppercased(), to: practice.pat, desk)
      #expect(twice.status == 422 && twice.words.contains("acts for this patient already"))
      desk.now = desk.now.adding(minutes: 6)
      #expect(link(Staff.anyEmail(), to: practice.pat, desk).status == 423, "it takes a factor shown lately")
      #expect(try practice.events("guardian.add") == 1)
    }
  }

  @Test func onlyThoseWhoChangePatientsGetThere() throws {
    try withPractice { practice in
      let biller = try Staff(in: practice, role: .biller)
      let browser = TestBrowser.somewhere()
      try browser.signIn(biller.user, of: practice)
      #expect(browser.get("/patients/\(practice.pat)/portal").status == 403)
      #expect(browser.post("/patients/\(practice.pat)/guardians", [:]).status == 403)
      let desk = try desk(practice)
      #expect(desk.get("/patients/\(PatientID.make())/portal").status == 404)
      #expect(desk.get("/patients/\(practice.pat)/details").body.contains("/patients/\(practice.pat)/portal"))
      #expect(desk.get("/patients/\(practice.pat)/portal?lang=he").words.contains("מי פועל בשם המטופל"))
    }
  }

  @Test func aParentWhoIsAPatientTooChoosesAndProvesEachForItself() throws {
    try withPractice { practice in
      let (email, desk) = (try practice.givePatAnAddress(), try desk(practice))
      let mia = try practice.addPatient("Mia", "Example")
      #expect(link(email, to: mia, desk).status == 303)
      let browser = TestBrowser.somewhere()
      #expect(try practice.openPortal(email, browser) == "/portal/people")
      #expect(browser.get("/portal").words.contains("Hello, Pat"))
      _ = try PortalApp.setUp(browser)
      browser.get("/portal/people")
      #expect(browser.post("/portal/people", ["patient": "\(mia)"]).location == "/portal")
      #expect(browser.get(PortalFactorTests.record).words.contains("Set up an app"), "Pat's own factor is Pat's")
      browser.get("/portal/people")
      #expect(browser.post("/portal/people", ["patient": "\(practice.pat)"]).location == "/portal")
      #expect(browser.get(PortalFactorTests.record).words.contains("The six digits"), "to be shown again")
    }
  }

  @Test func aLostFactorOfAParentIsTakenAway() throws {
    try withParent { practice, email, browser, desk throws in
      _ = try PortalApp.setUp(browser)
      let person = try guardian(practice, practice.pat)
      desk.get("/patients/\(practice.pat)/portal")
      let reset = desk.post("/patients/\(practice.pat)/guardians/\(person.id)/reset", [:])
      #expect(reset.location == "/patients/\(practice.pat)/portal?done=reset")
      #expect(browser.get("/portal").location == "/portal/sign-in")
      #expect(try practice.asOperator { try !Factors.of(.guardian(person.account), in: $0.reader).hasSecond })
    }
  }
}
