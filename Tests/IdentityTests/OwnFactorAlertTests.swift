import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import SQL
import TestSupport
import Testing

/// Whatever changes the ways to sign in to an account is mailed to its owner.
@Suite struct OwnFactorAlertTests {
  private func withDesk(_ body: (Desk) throws -> Void) throws { try withPractice { try body(try Desk($0)) } }

  private func addPasskey(to user: UserID, _ practice: TestPractice) throws -> EntityID {
    let id = EntityID.make()
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.passkey", "identity_passkey", id)) { tx in
        try tx.execute(
          """
          INSERT INTO identity_passkey (practice_id, id, user_id, credential_id, credential_hash, algorithm, public_key,
            sign_count, is_backed_up, name, created_at)
          VALUES (\(tx.scope), \(id), \(user), 'x', \(SecureRandom.bytes(32)), -7, 'x', 0, FALSE, 'Key', \(Instant.now))
          """)
      }
    }
    return id
  }

  @Test func everyChangeOfOnesOwnFactorsIsNews() throws {
    try withDesk { desk throws in
      let (user, browser) = (desk.owner.user, desk.atOwner)
      browser.get("/account/password")
      #expect(browser.post("/account/password", ["new-password": "seven lanterns juggle otters"]).status == 303)
      #expect(try desk.alerts(user).last == "passwordChanged")
      let page = browser.get("/account/authenticator")
      let code = TOTP.code(secret: try InvitationTests.secret(page).bytes, at: browser.now)
      #expect(browser.post("/account/authenticator", ["code": code]).status == 303)
      #expect(try desk.alerts(user).last == "appAdded")
      #expect(browser.post("/account/recovery-codes", [:]).status == 200)
      #expect(try desk.alerts(user).last == "recoveryCodesMade")
      let first = try addPasskey(to: user, desk.practice)
      _ = try addPasskey(to: user, desk.practice)
      #expect(browser.post("/account/passkeys/\(first)/removal", [:]).status == 303)
      #expect(try desk.alerts(user).last == "passkeyRemoved")
      _ = try addPasskey(to: user, desk.practice)
      #expect(browser.post("/account/password/removal", [:]).status == 303)
      #expect(try desk.alerts(user).last == "passwordRemoved")
      #expect(browser.post("/account/authenticator/removal", [:]).status == 303)
      #expect(try desk.alerts(user).last == "appRemoved")
      #expect(try desk.alerts(user).count == 6)
    }
  }

  @Test func aRecoveryCodeThatSignsInIsNews() throws {
    try withDesk { desk throws in
      let codes = RecoveryCodes.make()
      try desk.practice.asOperator { db in
        try db.transaction(AuditEvent("test.codes", "identity_user", nil)) { tx in
          try RecoveryCodes.store(codes, of: .staff(desk.owner.user), now: .now, in: tx)
        }
      }
      let browser = TestBrowser.somewhere()
      desk.owner.typePassword(browser)
      browser.get("/sign-in/recovery")
      #expect(browser.post("/sign-in/recovery", ["code": codes[0]]).location == "/account/security")
      #expect(try desk.alerts(desk.owner.user) == ["recoveryCodeUsed"])
    }
  }
}
