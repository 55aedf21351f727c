import Core
import Crypto
import Database
import Identity
import SQL
import TestSupport
import Testing

/// Signing in by the practice's identity provider, against Authlib's.
@Suite struct ProviderSignInTests {
  private func withDesk(_ body: (ProviderDesk) throws -> Void) throws {
    let peer = try OIDCPeer()
    defer { peer.stop() }
    try withPractice { practice in try body(try ProviderDesk(practice, peer)) }
  }

  /// Fields of the newest refusal in the trail.
  private func refusal(_ practice: TestPractice) throws -> String {
    try practice.asOperator { db in
      try db.reader.first(
        """
        SELECT fields FROM audit_event WHERE practice_id = \(db.scope) AND action = 'session.refuse'
        ORDER BY seq DESC LIMIT 1
        """
      ) { try $0.text(0) }
    } ?? ""
  }

  @Test func theButtonIsThereOnlyWhereItIsOn() throws {
    let peer = try OIDCPeer()
    defer { peer.stop() }
    try withPractice { practice throws in
      let desk = try ProviderDesk(practice, peer, isOn: false)
      let browser = TestBrowser.somewhere()
      let off = browser.get(desk.door)
      #expect(off.status == 200 && off.words.contains("Staff sign-in") && !off.body.contains(desk.door + "/provider"))
      #expect(browser.get(desk.door + "/provider").location == desk.door)
      #expect(desk.save().location == "/settings/single-sign-on?done=on")
      let on = browser.get(desk.door)
      #expect(on.body.contains("href=\"\(desk.door)/provider\"") && on.words.contains("Sign in with 127.0.0.1"))
      #expect(!browser.get("/sign-in").words.contains("Sign in with 127"), "no practice is known there")
      #expect(browser.get("/sign-in/at/nowhere-at-all").status == 404)
      #expect(TestBrowser.somewhere().get(desk.door + "/provider").location == desk.door, "a browser without a cookie")
    }
  }

  @Test func aSecondFactorIsAskedForUnlessTheProviderSaysItWasShown() throws {
    try withDesk { desk throws in
      _ = try desk.connected()
      let browser = TestBrowser.somewhere()
      #expect(try desk.signIn(browser).location == "/sign-in/code")
      #expect(browser.staffCookie == nil, "one factor is no session")
      browser.get("/sign-in/code")
      #expect(browser.post("/sign-in/code", ["code": desk.staff.code(browser)]).location == "/calendar")
      #expect(browser.get("/account").words.contains("Mira Muster"))
      try desk.peer.control(["amr": ["pwd", "mfa"]])
      let other = TestBrowser.somewhere()
      #expect(try desk.signIn(other).location == "/calendar")
      #expect(other.get("/account").words.contains("Mira Muster"))
      try desk.peer.control(["amr": ["pwd", "otp"], "acr": "https://refeds.org/profile/mfa"])
      #expect(try desk.signIn(TestBrowser.somewhere()).location == "/calendar")
      try desk.peer.control(["amr": ["pwd", "otp"], "acr": "1"])
      #expect(try desk.signIn(TestBrowser.somewhere()).location == "/sign-in/code")
      let proofs = try desk.practice.asOperator { db in
        try db.reader.rows(
          "SELECT proofs FROM identity_session WHERE practice_id = \(db.scope) AND user_id = \(desk.staff.user)"
        ) { try $0.text(0) }
      }
      #expect(Set(proofs).isSuperset(of: ["totp,provider", "provider"]))
    }
  }

  /// What was shown there, hours ago perhaps, is no factor shown just now.
  @Test func theProvidersWordConfirmsNoAct() throws {
    try withDesk { desk throws in
      _ = try desk.connected()
      try desk.peer.control(["amr": ["mfa"]])
      let browser = TestBrowser.somewhere()
      #expect(try desk.signIn(browser).location == "/calendar")
      #expect(browser.get("/account/password").status == 423)
      #expect(browser.get("/account").status == 200)
    }
  }

  @Test func everySignatureAndANewKeyAreTaken() throws {
    try withDesk { desk throws in
      _ = try desk.connected()
      try desk.peer.control(["algorithm": "ES256", "amr": ["mfa"]])
      let browser = TestBrowser.somewhere()
      #expect(try desk.signIn(browser).location == "/calendar")
      try desk.peer.control(["rotate": true])
      let soon = TestBrowser.somewhere()
      soon.now = soon.now.adding(seconds: 20)
      #expect(try desk.signIn(soon).status == 422, "keys are not asked for by every token that names one")
      #expect(try refusal(desk.practice) == "provider,unknownKey")
      let later = TestBrowser.somewhere()
      later.now = later.now.adding(seconds: 51)
      #expect(try desk.signIn(later).location == "/calendar")
      #expect(try desk.practice.events("provider.refresh") == 1)
      try desk.peer.control(["rotate": true, "algorithm": "RS256"])
      later.now = later.now.adding(seconds: 40)
      #expect(try desk.signIn(TestBrowser.at(later.now)).location == "/calendar")
    }
  }

  @Test func somebodyUnknownGetsTheAnswerOfEverybodyElse() throws {
    try withDesk { desk throws in
      _ = try desk.connected()
      // The same address as the member of staff has here: it decides nothing.
      try desk.peer.control(["subject": "stranger", "email": desk.staff.email, "amr": ["mfa"]])
      let unknown = try desk.signIn(TestBrowser.somewhere())
      #expect(unknown.status == 422 && unknown.words.contains("That sign-in did not work"))
      #expect(try refusal(desk.practice) == "provider,notConnected")
      try desk.peer.control(["subject": "anna"])
      _ = try desk.practice.asOperator { db in
        try db.transaction(AuditEvent("test.end", "identity_user", desk.staff.user.id)) { tx in
          try tx.execute(
            """
            UPDATE identity_user SET status = 'deactivated'
            WHERE practice_id = \(tx.scope) AND id = \(desk.staff.user)
            """)
        }
      }
      let ended = try desk.signIn(TestBrowser.somewhere())
      #expect(ended.status == unknown.status && ended.words == unknown.words)
      try desk.peer.control(["forge": "swapped"])
      let forged = try desk.signIn(TestBrowser.somewhere())
      #expect(forged.status == unknown.status && forged.words == unknown.words)
    }
  }

  @Test func anAnswerCountsOnceInItsBrowserAndForItsPractice() throws {
    try withDesk { desk throws in
      _ = try desk.connected()
      try desk.peer.control(["amr": ["mfa"]])
      let (mine, thief) = (TestBrowser.somewhere(), TestBrowser.somewhere())
      let address = try desk.leave(mine)
      thief.get(desk.door)
      let before = try desk.peer.control([:])
      #expect(desk.send(address, thief).status == 422 && thief.staffCookie == nil, "foreign state")
      #expect(try desk.peer.control([:]) == before, "the provider is not even asked")
      #expect(desk.send(address, mine).location == "/calendar")
      #expect(desk.send(address, mine).status == 422, "replayed")
      #expect(try desk.peer.control([:]) == before + 1)
      let late = TestBrowser.somewhere()
      let old = try desk.leave(late)
      late.now = late.now.adding(seconds: 601)
      let asked = try desk.peer.control([:])
      #expect(desk.send(old, late).status == 422, "after ten minutes")
      #expect(try desk.peer.control([:]) == asked, "the provider is not even asked")
      try withPractice { other throws in
        let there = try ProviderDesk(other, desk.peer)
        let browser = TestBrowser.somewhere()
        let address = try desk.leave(browser)
        browser.get(there.door)
        let elsewhere = address.replacing(desk.practice.slug, with: other.slug)
        #expect(there.send(elsewhere, browser).status == 422, "another practice's state")
        #expect(try there.signIn(TestBrowser.somewhere()).status == 422, "connected at the other practice alone")
      }
    }
  }

  @Test func noCodeAndNoCookieEndInAnAnswer() throws {
    try withDesk { desk throws in
      let browser = TestBrowser.somewhere()
      let back = browser.get(desk.door + "/return?error=access_denied&state=x")
      #expect(back.location == desk.door + "?back=1")
      #expect(browser.get(desk.door + "?back=1").words.contains("was not completed"))
      #expect(browser.get(desk.door + "/return").location == desk.door + "?back=1")
      #expect(browser.post(desk.door + "/session", [:]).status == 422)
      #expect(browser.post(desk.door + "/session", ["code": "a", "state": "b"]).status == 422)
      #expect(browser.post("/sign-in/at/nowhere-at-all/session", ["code": "a", "state": "b"]).status == 404)
      #expect(TestBrowser.somewhere().post(desk.door + "/session", ["code": "a", "state": "b"]).status == 403)
    }
  }

  @Test func whoeverGuessesWaits() throws {
    try withDesk { desk throws in
      let browser = TestBrowser.somewhere()
      browser.get(desk.door)
      for _ in 1...10 { #expect(browser.post(desk.door + "/session", ["code": "a", "state": "b"]).status == 422) }
      let wait = browser.post(desk.door + "/session", ["code": "a", "state": "b"])
      #expect(wait.status == 429 && wait.response.header("Retry-After") != nil)
      browser.now = browser.now.adding(seconds: 15 * 60 + 1)
      #expect(browser.post(desk.door + "/session", ["code": "a", "state": "b"]).status == 422)
    }
  }

  @Test func aProviderThatIsAwayHoldsNobodyUp() throws {
    try withDesk { desk throws in
      _ = try desk.connected()
      let browser = TestBrowser.somewhere()
      let address = try desk.leave(browser)
      desk.peer.stop()
      let away = desk.send(address, browser)
      #expect(away.status == 422 && away.words.contains("does not answer right now"))
      let failed = try desk.practice.asOperator { db in
        try db.reader.first(
          "SELECT failed_at FROM identity_provider WHERE practice_id = \(db.scope)"
        ) { try $0.instantIfPresent(0) }.flatMap { $0 }
      }
      #expect(failed == browser.now, "the next one is not kept waiting")
      #expect(try refusal(desk.practice) == "provider,unreachable")
      #expect(desk.staff.signIn(TestBrowser.somewhere()).location == "/calendar", "the other way stays open")
    }
  }
}

extension TestBrowser {
  static func at(_ now: Instant) -> TestBrowser {
    let browser = somewhere()
    browser.now = now
    return browser
  }
}
