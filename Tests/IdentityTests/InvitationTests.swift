import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import SQL
import TestSupport
import Testing

/// `/{practice}/invitation/{token}`: from the mail to a session.
@Suite struct InvitationTests {
  private func withDesk(_ body: (Desk) throws -> Void) throws { try withPractice { try body(try Desk($0)) } }

  /// What the page offers to the browser's authenticator app.
  static func secret(_ page: TestResponse) throws -> TOTPSecret {
    let uri = try #require(page.value(after: "href=\"otpauth://totp/"))
    let text = try #require(uri.components(separatedBy: "secret=").last?.prefix(32))
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    var (bits, count, bytes) = (UInt64(0), 0, [UInt8]())
    for letter in text.utf8 {
      bits = bits << 5 | UInt64(try #require(alphabet.firstIndex(of: letter)))
      count += 5
      if count >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(count - 8)))
        count -= 8
      }
    }
    return try #require(TOTPSecret(bytes))
  }
  private func typed(_ page: TestResponse, _ browser: TestBrowser) throws -> [String: String] {
    let secret = try InvitationTests.secret(page)
    return [
      "name": "Nora Neumann", "password": Staff.password, "code": TOTP.code(secret: secret.bytes, at: browser.now),
    ]
  }

  @Test func fromTheLinkToASession() throws {
    try withDesk { desk throws in
      let email = Staff.anyEmail()
      let link = try desk.invite(email, at: desk.atOwner)
      let browser = TestBrowser.somewhere()
      let page = browser.get(link)
      #expect(page.status == 200)
      #expect(page.words.contains("You are invited by Mira Muster"))
      #expect(page.words.contains("Test practice \(desk.practice.slug) Role Billing Email \(email)"))
      #expect(page.body.contains("value=\"Nora Neu\""))
      let done = browser.post(link, try typed(page, browser))
      #expect(done.location == "/account/security")
      #expect(browser.get("/account").words.contains("Nora Neumann"))
      let nora = try #require(try desk.members().first { $0.email == email })
      #expect(nora.role == .biller && nora.isActive && nora.hasApp && nora.hasPassword && nora.sessions == 1)
      #expect(try desk.trail(3) == ["invitation.accept ", "session.start ", "user.add biller"])
      let proofs = try desk.practice.asOperator { db in
        try db.reader.first(
          "SELECT proofs FROM identity_session WHERE practice_id = \(db.scope) AND user_id = \(nora.id)"
        ) { try $0.text(0) }
      }
      #expect(proofs == "password,totp")
    }
  }

  @Test func afterwardsOneSignsInWithBothFactors() throws {
    try withDesk { desk throws in
      let email = Staff.anyEmail()
      let link = try desk.invite(email, at: desk.atOwner)
      let browser = TestBrowser.somewhere()
      let page = browser.get(link)
      let secret = try InvitationTests.secret(page)
      let fields = try typed(page, browser)
      browser.post(link, fields)
      let other = TestBrowser.somewhere()
      other.now = browser.now
      other.get("/sign-in")
      #expect(other.post("/sign-in", ["email": email, "password": Staff.password]).location == "/sign-in/code")
      let code = fields["code"] ?? ""
      #expect(other.post("/sign-in/code", ["code": code]).status == 422, "the code that proved the app is used up")
      other.now = other.now.adding(seconds: 30)
      let next = TOTP.code(secret: secret.bytes, at: other.now)
      #expect(other.post("/sign-in/code", ["code": next]).location == "/calendar")
    }
  }

  @Test func aMailScannerUsesNothingUpAndSeesAnotherSecret() throws {
    try withDesk { desk throws in
      let link = try desk.invite(Staff.anyEmail(), at: desk.atOwner)
      let scanner = TestBrowser.somewhere()
      let seen = try (0..<20).map { _ in try InvitationTests.secret(scanner.get(link)).base32 }
      #expect(Set(seen).count == 1)
      scanner.send("HEAD", link, headers: [:], body: [])
      let browser = TestBrowser.somewhere()
      let page = browser.get(link)
      #expect(try InvitationTests.secret(page).base32 != seen[0])
      #expect(browser.post(link, try typed(page, browser)).location == "/account/security")
    }
  }

  @Test func aRefusedFormKeepsTheNameAndTheSecretAndNotThePassword() throws {
    try withDesk { desk throws in
      let link = try desk.invite(Staff.anyEmail(), at: desk.atOwner)
      let browser = TestBrowser.somewhere()
      let page = browser.get(link)
      var fields = try typed(page, browser)
      fields["code"] = fields["code"] == "000000" ? "111111" : "000000"
      let answer = browser.post(link, fields)
      #expect(answer.status == 422 && answer.body.contains("<a href=\"#code\">"))
      #expect(answer.body.contains("value=\"Nora Neumann\"") && !answer.body.contains(Staff.password))
      #expect(try InvitationTests.secret(answer) == InvitationTests.secret(page))
      #expect(browser.post(link, try typed(page, browser)).location == "/account/security")
    }
  }

  @Test(arguments: [
    ("name", "", "Please fill this in"), ("password", "short", "at least 15 characters"),
    ("password", "Nora Neumann Nora Neumann", "easy to guess"), ("password", "passwordpassword1", "easy to guess"),
    ("password", String(repeating: "ab!", count: 90), "at most 256"), ("code", "", "not the code"),
    ("code", "12345", "not the code"),
  ])
  func whatCannotBeUsedIsRefused(_ field: String, _ value: String, _ words: String) throws {
    try withDesk { desk throws in
      let link = try desk.invite(Staff.anyEmail(), at: desk.atOwner)
      let browser = TestBrowser.somewhere()
      let fields = try typed(browser.get(link), browser).merging([field: value]) { $1 }
      let answer = browser.post(link, fields)
      #expect(answer.status == 422 && answer.body.contains("<a href=\"#\(field)\">") && answer.words.contains(words))
      #expect(browser.staffCookie == nil)
      #expect(try desk.practice.events("user.add") == 2)
    }
  }

  @Test func itWorksOnce() throws {
    try withDesk { desk throws in
      let link = try desk.invite(Staff.anyEmail(), at: desk.atOwner)
      let (first, second) = (TestBrowser.somewhere(), TestBrowser.somewhere())
      let (a, b) = (try typed(first.get(link), first), try typed(second.get(link), second))
      #expect(first.post(link, a).location == "/account/security")
      let late = second.post(link, b)
      #expect(late.status == 410 && late.words.contains("This invitation no longer works"))
      #expect(second.staffCookie == nil)
      #expect(second.get(link).status == 410)
    }
  }

  @Test func aWithdrawnRenewedOrOldInvitationIsOver() throws {
    try withDesk { desk throws in
      let first = try desk.invite(Staff.anyEmail(), at: desk.atOwner)
      let id = try #require(try desk.jobs("identity.link").first)
      #expect(desk.post("/team/invitations/\(id)/renewal", at: desk.atOwner).status == 303)
      let second = try desk.newestLink(.invitation)
      let browser = TestBrowser.somewhere()
      #expect(browser.get(first).status == 410)
      #expect(browser.get(second).status == 200)
      let newer = try #require(try desk.jobs("identity.link").last)
      desk.atOwner.post("/team/invitations/\(newer)/withdrawal", [:])
      #expect(browser.get(second).status == 410)
      let third = try desk.invite(Staff.anyEmail(), at: desk.atOwner)
      browser.now = browser.now.adding(days: 7).adding(minutes: 1)
      #expect(browser.get(third).status == 410)
      #expect(browser.post(third, [:]).status == 410)
    }
  }

  @Test func whoWasPutOutLeavesNoInvitationsBehind() throws {
    try withDesk { desk throws in
      let byAdmin = try desk.invite(Staff.anyEmail(), at: desk.atAdmin)
      let byOwner = try desk.invite(Staff.anyEmail(), role: .owner, at: desk.atOwner)
      let browser = TestBrowser.somewhere()
      #expect(browser.get(byAdmin).status == 200 && browser.get(byOwner).status == 200)
      try desk.practice.deactivate(desk.admin.user)
      #expect(browser.get(byAdmin).status == 410)
      #expect(desk.atOwner.get("/team").words.contains("Withdrawn"))
      try desk.practice.asOperator { db in
        try db.transaction(AuditEvent("test.role", "identity_user", nil)) { tx in
          try tx.execute(
            "UPDATE identity_user SET role = 'admin' WHERE practice_id = \(tx.scope) AND id = \(desk.owner.user)")
        }
      }
      #expect(browser.get(byOwner).status == 410, "an admin could not have invited an owner")
    }
  }

  @Test func anAddressThatGotAnAccountMeanwhileIsOver() throws {
    try withDesk { desk throws in
      let email = Staff.anyEmail()
      let link = try desk.invite(email, at: desk.atOwner)
      let browser = TestBrowser.somewhere()
      let fields = try typed(browser.get(link), browser)
      _ = try Staff(in: desk.practice, email: email)
      #expect(browser.post(link, fields).status == 410)
      #expect(try desk.practice.events("invitation.accept") == 0)
    }
  }

  @Test func theSameAddressInTwoPracticesAreTwoPeople() throws {
    try withDesk { desk throws in
      let email = Staff.anyEmail()
      try withPractice { elsewhere in _ = try Staff(in: elsewhere, email: email) }
      let link = try desk.invite(email, at: desk.atOwner)
      let browser = TestBrowser.somewhere()
      let page = browser.get(link)
      #expect(browser.post(link, try typed(page, browser)).location == "/account/security")
    }
  }

  @Test func aTokenOfAnotherPracticeOrPurposeIsNothing() throws {
    try withDesk { desk throws in
      let link = try desk.invite(Staff.anyEmail(), at: desk.atOwner)
      let token = try #require(link.split(separator: "/").last)
      let browser = TestBrowser.somewhere()
      try withPractice { other in #expect(browser.get("/\(other.slug)/invitation/\(token)").status == 404) }
      #expect(browser.get("/\(desk.practice.slug)/invitation/\(Token.make().text)").status == 404)
      #expect(browser.get("/\(desk.practice.slug)/invitation/x").status == 404)
    }
  }

  @Test func itSpeaksTheInvitedPersonsLanguage() throws {
    try withDesk { desk throws in
      let link = try desk.invite(Staff.anyEmail(), language: .he, at: desk.atOwner)
      let browser = TestBrowser.somewhere()
      let page = browser.get(link + "?lang=he")
      #expect(page.body.contains("dir=\"rtl\"") && page.words.contains("הוזמנת על ידי"))
      #expect(browser.post(link, try typed(page, browser)).location == "/account/security")
      #expect(try #require(try desk.members().first { $0.name == "Nora Neumann" }).language == .he)
    }
  }
}
