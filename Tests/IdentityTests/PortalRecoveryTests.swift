import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import Routing
import SQL
import TestSupport
import Testing

/// Codes on paper for the day the phone of a patient, or of a guardian, is gone.
@Suite struct PortalRecoveryTests {
  private func withPat(_ body: (TestPractice, String, TestBrowser, PortalApp) throws -> Void) throws {
    try withPractice { practice throws in
      let (email, browser) = (try practice.givePatAnAddress(), TestBrowser.somewhere())
      #expect(try practice.openPortal(email, browser) == "/portal")
      let app = try PortalApp.setUp(browser).app
      browser.get("/portal/security")
      try body(practice, email, browser, app)
    }
  }
  private func codes(_ answer: TestResponse) -> [String] {
    answer.body.components(separatedBy: "<code>").dropFirst().map {
      String($0.prefix { $0 != "<" })
    }
  }
  private func later(_ practice: TestPractice, _ email: String, _ browser: TestBrowser) throws -> TestBrowser {
    let other = TestBrowser.somewhere()
    other.now = browser.now.adding(minutes: 2)
    try practice.openPortal(email, other)
    return other
  }

  @Test func areShownOnceAndEachWorksOnce() throws {
    try withPat { practice, email, browser, _ throws in
      #expect(browser.get("/portal/security").words.contains("None yet"))
      browser.now = browser.now.adding(seconds: 1)
      let shown = browser.post("/portal/recovery-codes", [:])
      let codes = codes(shown)
      #expect(shown.status == 200 && codes.count == 10 && Set(codes).count == 10)
      #expect(shown.words.contains("in place of your app or passkey") && !shown.words.contains("after your password"))
      #expect(browser.get("/portal/security").words.contains("10 codes left"))
      #expect(try practice.portalAlerts().last == "\(practice.pat) recoveryCodesMade")
      let other = try later(practice, email, browser)
      #expect(other.get(PortalFactorTests.record).status == 423)
      let before = other.patientCookie
      let typed = ["next": PortalFactorTests.record, "proof": codes[3].uppercased()]
      #expect(other.post("/portal/confirmation", typed).location == PortalFactorTests.record)
      #expect(other.get(PortalFactorTests.record).status == 200 && other.patientCookie != before)
      #expect(try practice.portalAlerts().last == "\(practice.pat) recoveryCodeUsed")
      #expect(try practice.newest("factor.use")?.patient == practice.pat.id)
      #expect(other.get("/portal/security").words.contains("9 codes left"))
      #expect(other.get("/portal/authenticator").status == 200, "a lost app is replaced with it")
      let third = try later(practice, email, other)
      third.get(PortalFactorTests.record)
      #expect(third.post("/portal/confirmation", typed).status == 422, "used")
      #expect(third.post("/portal/confirmation", ["next": "/", "proof": "aaaa-bbbb-cccc-dddd"]).status == 422)
      #expect(third.get(PortalFactorTests.record).status == 423)
    }
  }

  @Test func newOnesEndTheOldAndAMailboxMakesNone() throws {
    try withPat { practice, email, browser, app throws in
      let first = codes(browser.post("/portal/recovery-codes", [:]))
      browser.now = browser.now.adding(seconds: 1)
      browser.get("/portal/security")
      let second = codes(browser.post("/portal/recovery-codes", [:]))
      #expect(first.count == 10 && second.count == 10 && Set(first).isDisjoint(with: second))
      let other = try later(practice, email, browser)
      #expect(other.post("/portal/recovery-codes", [:]).status == 423, "a mailbox alone makes none")
      other.get(PortalFactorTests.record)
      #expect(other.post("/portal/confirmation", ["next": "/portal", "proof": first[0]]).status == 422)
      #expect(other.post("/portal/confirmation", ["next": "/portal", "proof": second[0]]).status == 303)
    }
  }

  @Test func withoutAFactorThereIsNothingToStandInFor() throws {
    try withPractice { practice throws in
      let (email, browser) = (try practice.givePatAnAddress(), TestBrowser.somewhere())
      try practice.openPortal(email, browser)
      #expect(!browser.get("/portal/security").body.contains("recovery-codes"))
      #expect(browser.post("/portal/recovery-codes", [:]).status == 409)
    }
  }

  @Test func areNobodyElsesAndGoWithAReset() throws {
    try withPat { practice, email, browser, _ throws in
      let codes = codes(browser.post("/portal/recovery-codes", [:]))
      let staff = try Staff(in: practice)
      let desk = TestBrowser.somewhere()
      staff.typePassword(desk)
      desk.get("/sign-in/recovery")
      #expect(desk.post("/sign-in/recovery", ["code": codes[0]]).status == 422, "they open no staff page")
      let reset = TestBrowser.somewhere()
      try reset.signIn(practice.bob, of: practice)
      #expect(reset.post("/patients/\(practice.pat)/portal/reset", [:]).status == 303)
      let left = try practice.asOperator { db in try RecoveryCodes.left(of: .patient(practice.pat), in: db.reader) }
      #expect(left == 0)
      let other = try later(practice, email, browser)
      _ = try PortalApp.setUp(other)
      let third = try later(practice, email, other)
      third.get(PortalFactorTests.record)
      #expect(third.post("/portal/confirmation", ["next": "/", "proof": codes[0]]).status == 422)
    }
  }

  /// Somebody acts for pat from now on, and then no longer: both hear of it.
  @Test func guardiansAndPatientsAreToldWhenOneBeginsAndEnds() throws {
    try withPractice { practice throws in
      let desk = TestBrowser.somewhere()
      try desk.signIn(practice.bob, of: practice)
      desk.get("/patients/\(practice.pat)/portal")
      let fields = ["name": "Erika Example", "email": Staff.anyEmail(), "relation": "parent", "until": ""]
      #expect(desk.post("/patients/\(practice.pat)/guardians", fields).status == 303)
      let person = try practice.asOperator { db in
        try #require(try RelatedPersons.of(practice.pat, in: db.reader).first)
      }
      #expect(
        try Set(practice.portalAlerts()) == ["\(practice.pat) guardianAdded", "\(person.account) actingAdded"])
      desk.now = desk.now.adding(seconds: 1)
      desk.get("/patients/\(practice.pat)/portal")
      #expect(desk.post("/patients/\(practice.pat)/guardians", fields).status == 422, "written down already")
      #expect(try practice.portalAlerts().count == 2)
      for _ in 1...2 {
        desk.now = desk.now.adding(seconds: 1)
        desk.get("/patients/\(practice.pat)/portal")
        #expect(desk.post("/patients/\(practice.pat)/guardians/\(person.id)/end", [:]).status == 303)
      }
      #expect(
        try practice.portalAlerts().dropFirst(2).sorted()
          == ["\(practice.pat) guardianEnded", "\(person.account) actingEnded"].sorted(), "once")
    }
  }
}
