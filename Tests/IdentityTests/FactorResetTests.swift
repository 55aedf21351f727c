import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import SQL
import TestSupport
import Testing

/// A lost phone: another member of the team resets the factors, the mail leads to new ones.
@Suite struct FactorResetTests {
  private func withDesk(_ body: (Desk) throws -> Void) throws { try withPractice { try body(try Desk($0)) } }

  /// Resets at the admin's browser and gives the address the mail leads to.
  private func reset(_ person: Staff, _ desk: Desk, _ fields: [String: String] = [:]) throws -> String {
    desk.atAdmin.now = desk.atAdmin.now.adding(seconds: 1)
    let page = desk.atAdmin.get("/team/\(person.user)")
    let version = try #require(page.value(after: "name=\"version\" value=\""))
    let all = ["version": version, "reason": "Lost phone, called from home"].merging(fields) { $1 }
    #expect(desk.atAdmin.post("/team/\(person.user)/factor-reset", all).location == "/team/\(person.user)?done=reset")
    return try desk.newestLink(.factors)
  }
  /// A passkey and recovery codes, and accounts elsewhere.
  private func enrich(_ person: Staff, _ practice: TestPractice) throws {
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.factors", "identity_user", nil)) { tx in
        try tx.execute(
          """
          INSERT INTO identity_passkey (practice_id, id, user_id, credential_id, credential_hash, algorithm, public_key,
            sign_count, is_backed_up, name, created_at)
          VALUES (\(tx.scope), \(EntityID.make()), \(person.user), 'x', \(SecureRandom.bytes(32)), -7, 'x', 0, FALSE,
            'Key', \(Instant.now))
          """)
        try tx.execute(
          """
          INSERT INTO identity_recovery_code (practice_id, id, user_id, code_hash)
          VALUES (\(tx.scope), \(EntityID.make()), \(person.user), \(SecureRandom.bytes(32)))
          """)
        try tx.execute(
          """
          UPDATE identity_user SET person_id = \(EntityID.make())
          WHERE practice_id = \(tx.scope) AND id = \(person.user)
          """)
      }
    }
  }
  private func isJoined(_ person: Staff, _ practice: TestPractice) throws -> Bool {
    try practice.asOperator { db in
      try db.reader.first(
        "SELECT person_id IS NOT NULL FROM identity_user WHERE practice_id = \(db.scope) AND id = \(person.user)"
      ) { try $0.bool(0) } ?? false
    }
  }

  @Test func aResetTakesEverythingButThePasswordAndMailsALink() throws {
    try withDesk { desk throws in
      let person = try Staff(in: desk.practice, role: .practitioner)
      try enrich(person, desk.practice)
      let browser = TestBrowser.somewhere()
      person.signIn(browser)
      _ = try reset(person, desk)
      #expect(try desk.trail() == ["user.factors.reset totp"])
      let member = try desk.member(person.user)
      #expect(!member.hasApp && member.passkeys == 0 && member.recoveryCodesLeft == 0 && member.hasPassword)
      #expect(try !isJoined(person, desk.practice), "whoever resets it here gets nowhere else by it")
      #expect(browser.get("/account").location == "/sign-in")
      #expect(try desk.jobs("identity.link").count == 1)
      let page = desk.atAdmin.get("/team/\(person.user)")
      #expect(page.words.contains("Lost phone, called from home") && page.words.contains("not yet set up again"))
      let stored = try desk.practice.asOperator { db in
        try db.reader.first("SELECT sealed_reason FROM identity_staff_link WHERE practice_id = \(db.scope)") {
          String(decoding: try $0.bytes(0), as: UTF8.self)
        }
      }
      #expect(stored?.contains("phone") == false, "the reason is sealed")
      let other = TestBrowser.somewhere()
      person.typePassword(other)
      #expect(other.post("/sign-in/code", ["code": person.code(other)]).status == 422, "the old app is worth nothing")
    }
  }

  @Test func aReasonIsNeeded() throws {
    try withDesk { desk throws in
      let page = desk.atAdmin.get("/team/\(desk.practice.bob)")
      let version = try #require(page.value(after: "name=\"version\" value=\""))
      for reason in ["", " \n ", String(repeating: "x", count: 301)] {
        let answer = desk.atAdmin.post(
          "/team/\(desk.practice.bob)/factor-reset", ["version": version, "reason": reason])
        #expect(answer.status == 422 && answer.body.contains("<a href=\"#reason\">"))
      }
      #expect(try desk.member(desk.practice.bob).hasApp)
    }
  }

  @Test func theLinkTakesThePasswordAndANewApp() throws {
    try withDesk { desk throws in
      let person = try Staff(in: desk.practice, role: .practitioner)
      let link = try reset(person, desk)
      let browser = TestBrowser.somewhere()
      let page = browser.get(link)
      #expect(page.words.contains("Your second factor was reset by Mira Muster"))
      let secret = try InvitationTests.secret(page)
      #expect(secret != person.totp)
      let code = TOTP.code(secret: secret.bytes, at: browser.now)
      let wrong = browser.post(link, ["password": "not my password at all", "code": code])
      #expect(wrong.status == 422 && wrong.words.contains("This is not your password"))
      #expect(browser.post(link, ["password": Staff.password, "code": "000000"]).status == 422)
      #expect(browser.post(link, ["password": Staff.password, "code": code]).location == "/account/security")
      #expect(browser.get("/account").status == 200)
      #expect(try desk.member(person.user).hasApp)
      #expect(try desk.trail(3) == ["link.try ", "session.start ", "user.factors.set totp"])
      #expect(try desk.alerts(person.user) == ["appAdded"])
      #expect(browser.get(link).status == 410)
      #expect(desk.atAdmin.get("/team/\(person.user)").words.contains("Mira Muster set up again"))
      let other = TestBrowser.somewhere()
      other.now = browser.now.adding(seconds: 30)
      person.typePassword(other)
      let next = TOTP.code(secret: secret.bytes, at: other.now)
      #expect(other.post("/sign-in/code", ["code": next]).location == "/calendar")
    }
  }

  @Test func aForgottenPasswordGoesAsWellAndANewOneIsChosen() throws {
    try withDesk { desk throws in
      let person = try Staff(in: desk.practice, role: .practitioner)
      let link = try reset(person, desk, ["forgotten": "1"])
      #expect(try desk.member(person.user).hasPassword == false)
      #expect(try desk.trail() == ["user.factors.reset totp,password"])
      let browser = TestBrowser.somewhere()
      let page = browser.get(link)
      let code = TOTP.code(secret: try InvitationTests.secret(page).bytes, at: browser.now)
      #expect(browser.post(link, ["password": "short", "code": code]).status == 422)
      let new = "seven lanterns juggle otters"
      #expect(browser.post(link, ["password": new, "code": code]).location == "/account/security")
      #expect(person.typePassword(TestBrowser.somewhere(), Staff.password).status == 422)
      #expect(person.typePassword(TestBrowser.somewhere(), new).location == "/sign-in/code")
    }
  }

  @Test func afterEightWrongPasswordsTheLinkIsOver() throws {
    try withDesk { desk throws in
      let person = try Staff(in: desk.practice, role: .practitioner)
      let link = try reset(person, desk)
      let browser = TestBrowser.somewhere()
      let code = TOTP.code(secret: try InvitationTests.secret(browser.get(link)).bytes, at: browser.now)
      for _ in 1...8 {
        #expect(browser.post(link, ["password": "not my password at all", "code": code]).status == 422)
      }
      #expect(browser.post(link, ["password": Staff.password, "code": code]).status == 410)
      #expect(try desk.member(person.user).hasApp == false)
      #expect(try desk.practice.events("session.refuse") == 8)
    }
  }

  @Test func anotherResetMakesTheEarlierLinkWorthless() throws {
    try withDesk { desk throws in
      let person = try Staff(in: desk.practice, role: .practitioner)
      let first = try reset(person, desk)
      let second = try reset(person, desk)
      #expect(first != second)
      #expect(TestBrowser.somewhere().get(first).status == 410 && TestBrowser.somewhere().get(second).status == 200)
      try desk.practice.deactivate(person.user)
      #expect(TestBrowser.somewhere().get(second).status == 410, "a closed account sets nothing up")
    }
  }

  @Test func theLinkLivesForADayAndInItsPractice() throws {
    try withDesk { desk throws in
      let person = try Staff(in: desk.practice, role: .practitioner)
      let link = try reset(person, desk)
      let token = try #require(link.split(separator: "/").last)
      let browser = TestBrowser.somewhere()
      try withPractice { other in #expect(browser.get("/\(other.slug)/factors/\(token)").status == 404) }
      #expect(browser.get("/\(desk.practice.slug)/invitation/\(token)").status == 404, "it is no invitation")
      browser.now = browser.now.adding(hours: 24).adding(minutes: 1)
      #expect(browser.get(link).status == 410)
    }
  }
}
