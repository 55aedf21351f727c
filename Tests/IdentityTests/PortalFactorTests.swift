import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import Routing
import SQL
import TestSupport
import Testing

/// A second factor in the portal: set up from a mailbox, asked for before what is clinical, removed by itself.
@Suite struct PortalFactorTests {
  static let record = "/portal/record/access"

  /// Pat, signed in by mail.
  private func withPat(_ body: (TestPractice, String, TestBrowser) throws -> Void) throws {
    try withPractice { practice in
      let (email, browser) = (try practice.givePatAnAddress(), TestBrowser.somewhere())
      #expect(try practice.openPortal(email, browser) == "/portal")
      try body(practice, email, browser)
    }
  }
  /// A later session of the same person, by mail alone.
  private func later(_ practice: TestPractice, _ email: String, _ browser: TestBrowser) throws -> TestBrowser {
    let other = TestBrowser.somewhere()
    other.now = browser.now.adding(minutes: 2)
    try practice.openPortal(email, other)
    return other
  }

  @Test func aMailboxAloneSeesTimesAndIsToldHowToSeeMore() throws {
    try withPat { practice, _, browser throws in
      #expect(browser.get("/portal").status == 200)
      let page = browser.get(Self.record)
      #expect(page.status == 423 && page.words.contains("Set up an app") && page.words.contains("Set up a passkey"))
      #expect(page.values(after: "name=\"next\" value=\"") == [Self.record, Self.record])
      #expect(browser.get("/portal/security").words.contains("To see what is medical, add one of these"))
    }
  }

  @Test func settingUpAnAppShowsThePageThatWasAskedFor() throws {
    try withPat { practice, _, browser throws in
      let before = try #require(browser.patientCookie)
      let (_, location) = try PortalApp.setUp(browser, next: Self.record)
      #expect(location == Self.record)
      #expect(browser.get(Self.record).status == 200, "what was just set up was just shown")
      #expect(browser.patientCookie != before, "what the session may do has grown")
      let thief = TestBrowser.somewhere()
      thief.headers["cookie"] = "__Host-praxis-patient=" + before
      #expect(thief.get("/portal").location == "/portal/sign-in")
      #expect(try practice.portalAlerts() == ["\(practice.pat) appAdded"])
      let event = try #require(try practice.newest("factor.add"))
      #expect(event.kind == "patient" && event.patient == practice.pat.id && event.behalf == nil)
      #expect(browser.get("/portal/security").words.contains("Authenticator app Set up"))
    }
  }

  @Test(arguments: ["https://evil.example/portal/x", "//evil.example/portal/", "/team", "/portal"])
  func nothingLeadsAwayFromThePortal(_ next: String) throws {
    try withPat { _, _, browser throws in
      #expect(try PortalApp.setUp(browser, next: next).location == "/portal/security?done=app")
    }
  }

  @Test func theNextSessionShowsTheFactorInPlace() throws {
    try withPat { practice, email, browser throws in
      let (app, _) = try PortalApp.setUp(browser)
      let other = try later(practice, email, browser)
      let asked = other.get(Self.record + "?before=7")
      #expect(asked.status == 423 && asked.words.contains("The six digits of your authenticator app"))
      #expect(!asked.words.contains("password") && asked.body.contains("action=\"/portal/confirmation\""))
      let next = try #require(asked.value(after: "name=\"next\" value=\""))
      #expect(other.post("/portal/confirmation", ["next": next, "proof": "000000"]).status == 422)
      #expect(other.post("/portal/confirmation", ["next": next, "proof": Staff.password]).status == 422)
      #expect(other.get(Self.record).status == 423, "a wrong try opens nothing")
      let before = other.patientCookie
      let code = app.code(other)
      #expect(other.post("/portal/confirmation", ["next": next, "proof": code]).location == Self.record + "?before=7")
      #expect(other.get(Self.record).status == 200 && other.patientCookie != before)
      other.now = other.now.adding(minutes: 20)
      #expect(other.get(Self.record).status == 200, "it counts for the whole session")
      let third = try later(practice, email, other)
      third.now = other.now.adding(minutes: -20)
      third.get(Self.record)
      #expect(third.post("/portal/confirmation", ["next": next, "proof": code]).status == 422, "a code works once")
      #expect(try practice.events("session.confirm") == 1)
    }
  }

  @Test func aMailboxChangesNothingOnceThereIsAFactor() throws {
    try withPat { practice, email, browser throws in
      let (app, _) = try PortalApp.setUp(browser)
      let other = try later(practice, email, browser)
      #expect(other.get("/portal/authenticator").status == 423)
      #expect(other.get("/portal/passkeys/new").status == 423)
      for path in ["/portal/authenticator", "/portal/authenticator/removal", "/portal/passkeys"] {
        #expect(other.post(path, ["code": "123456"]).status == 423, "\(path)")
      }
      #expect(try practice.events("factor.remove") == 0)
      let done = other.post("/portal/authenticator/removal", ["proof": app.code(other)])
      #expect(done.location == "/portal/security?done=appRemoved")
      #expect(browser.get("/portal").location == "/portal/sign-in", "other sessions end with a change")
      let third = try later(practice, email, other)
      #expect(third.get(Self.record).words.contains("Set up an app"))
    }
  }

  /// The gate saw none; by the time of the change there is one.
  @Test func whatWasSetUpMeanwhileIsNotReplacedByAMailbox() throws {
    try withPractice { practice in
      let holder = FactorHolder.patient(practice.pat)
      try practice.enter(.patient(practice.pat)) { db in
        let place = try FactorPlace(db.scope)
        #expect(place.isPortal && place.holder == holder)
        #expect(throws: Refusal.conflict) {
          try db.transaction(AuditEvent("test.factor", "identity_portal_account", nil)) { tx in
            try PortalAccounts.lock(practice.pat, now: .now, in: tx)
            let sealed = try tx.seal("00", PortalAccounts.appColumn, row: practice.pat.id)
            try Factors.setApp(sealed, step: 0, of: holder, in: tx)
            try place.require(try Factors.of(holder, in: tx.reader), session: nil)
          }
        }
      }
    }
  }

  @Test func tenWrongTriesEndTheSession() throws {
    try withPat { practice, email, browser throws in
      let (app, _) = try PortalApp.setUp(browser)
      let other = try later(practice, email, browser)
      other.get(Self.record)
      for _ in 1...10 { #expect(other.post("/portal/confirmation", ["next": "/", "proof": "wrong"]).status == 422) }
      let late = other.post("/portal/confirmation", ["next": Self.record, "proof": app.code(other)])
      #expect(late.location == "/portal/sign-in" && other.get("/portal").location == "/portal/sign-in")
    }
  }

  @Test func aPasskeyServesAsWellAndOpensNothingOfTheStaffs() throws {
    try withPat { practice, email, browser throws in
      let passkey = try SoftPasskey()
      let page = browser.get("/portal/passkeys/new")
      let made = try passkey.create(try #require(page.value(after: "data-challenge=\"")))
      let added = browser.post("/portal/passkeys", made.fields.merging(["name": "My phone"]) { $1 })
      #expect(added.location == "/portal/security?done=passkey")
      #expect(browser.get("/portal/security").words.contains("My phone"))
      let other = try later(practice, email, browser)
      let asked = other.get(Self.record)
      #expect(asked.body.contains("data-passkey=\"/portal/passkey-challenge\""))
      let answer = try passkey.get(other.get("/portal/passkey-challenge").body, count: 1)
      #expect(answer.isRightByWebAuthn)
      let fields = answer.fields.merging(["next": Self.record]) { $1 }
      #expect(other.post("/portal/confirmation", fields).location == Self.record)
      #expect(other.get(Self.record).status == 200)
      let stranger = TestBrowser.somewhere()
      stranger.get("/sign-in")
      let staffAnswer = try passkey.get(stranger.get("/sign-in/passkey").body, count: 2)
      #expect(stranger.post("/sign-in/passkey", staffAnswer.fields).status == 422 && stranger.staffCookie == nil)
      let id = try #require(browser.get("/portal/security").value(after: "/portal/passkeys/"))
      #expect(other.post("/portal/passkeys/\(id)", [:]).status == 303)
      #expect(other.get("/portal/security").words.contains("To see what is medical"))
    }
  }

  @Test func twoPatientsOfOneMailboxHaveEachTheirOwnFactor() throws {
    try withPat { practice, email, browser throws in
      _ = try practice.addPatient("Pia", "Example", email: email)
      let (_, _) = try PortalApp.setUp(browser)
      let other = TestBrowser.somewhere()
      other.now = browser.now.adding(minutes: 2)
      #expect(try practice.openPortal(email, other) == "/portal/people")
      let people = other.get("/portal/people")
      #expect(people.words.contains("Pat Example Shown now") && people.words.contains("Pia Example"))
      // Pia's own: nothing is set up yet, and Pat's app is no way to hers.
      let pia = try #require(people.values(after: "name=\"patient\" value=\"").first { $0 != "\(practice.pat)" })
      browser.get("/portal/people")
      let pats = browser.csrf
      #expect(browser.post("/portal/people", ["patient": pia]).location == "/portal")
      #expect(browser.get("/portal").words.contains("Hello, Pia"))
      #expect(browser.get(Self.record).words.contains("Set up an app"), "what Pat has shown is not hers")
      #expect(browser.post("/portal/sign-out", [:], csrf: pats).status == 403, "pages of Pat's do nothing any more")
    }
  }

  @Test func thePracticeTakesALostFactorAway() throws {
    try withPat { practice, email, browser throws in
      _ = try PortalApp.setUp(browser)
      let desk = TestBrowser.somewhere()
      try desk.signIn(practice.bob, of: practice)
      #expect(desk.get("/patients/\(practice.pat)/portal").words.contains("Set up. Reset it when the phone is lost"))
      let done = desk.post("/patients/\(practice.pat)/portal/reset", [:])
      #expect(done.location == "/patients/\(practice.pat)/portal?done=reset")
      #expect(desk.get(done.location ?? "").words.contains("Not set up."))
      #expect(browser.get("/portal").location == "/portal/sign-in")
      #expect(try practice.newest("factor.reset")?.patient == practice.pat.id)
      #expect(try practice.portalAlerts().last == "\(practice.pat) factorsReset")
      let other = try later(practice, email, browser)
      #expect(other.get(Self.record).words.contains("Set up an app"))
      desk.now = desk.now.adding(minutes: 6)
      #expect(desk.post("/patients/\(practice.pat)/portal/reset", [:]).status == 423)
    }
  }

  @Test func thePagesSpeakHebrewFromTheRight() throws {
    try withPat { practice, email, browser throws in
      for path in [Self.record, "/portal/security", "/portal/authenticator", "/portal/passkeys/new", "/portal/people"] {
        #expect(browser.get(path + "?lang=he").body.contains("dir=\"rtl\""), "\(path)")
      }
      _ = try PortalApp.setUp(browser)
      let asked = try later(practice, email, browser).get(Self.record + "?lang=he")
      #expect(asked.status == 423 && asked.words.contains("שש הספרות מאפליקציית האימות"))
    }
  }
}
