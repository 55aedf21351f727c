import Core
import Crypto
@_spi(Bootstrap) import Database
@testable import Identity
import SQL
import TestSupport
import Testing

/// Status, size and text say nothing of who has an account (the time is measured by `bin/bench timing`).
@Suite struct SameAnswerTests {
  /// Known, deactivated, without a password, switched off, unknown; addresses of one length, as they stand in the page.
  private func addresses(_ desk: Desk) throws -> [String] {
    let (ended, keyless, disabled) = (
      try Staff(in: desk.practice), try Staff(in: desk.practice), try Staff(in: desk.practice)
    )
    try desk.practice.deactivate(ended.user)
    try desk.practice.asOperator { db in
      try db.transaction(AuditEvent("test.accounts", "identity_user", nil)) { tx in
        _ = try tx.execute(
          "UPDATE identity_user SET password_hash = NULL WHERE practice_id = \(tx.scope) AND id = \(keyless.user)")
        _ = try tx.execute(
          "UPDATE identity_user SET wrong_passwords = 100 WHERE practice_id = \(tx.scope) AND id = \(disabled.user)")
      }
    }
    return [desk.owner.email, ended.email, keyless.email, disabled.email, Staff.anyEmail()]
  }

  private func expectSame(_ answers: [TestResponse], _ emails: [String], _ what: String) {
    #expect(Set(answers.map(\.status)).count == 1, "\(what): \(answers.map(\.status))")
    #expect(Set(answers.map { $0.location ?? "" }).count == 1, "\(what)")
    let texts = zip(answers, emails).map { answer, email in
      answer.words.split(separator: " ").filter { !$0.contains(email) }.joined(separator: " ")
    }
    #expect(Set(texts).count == 1, "\(what): \(texts)")
    #expect(Set(answers.map(\.body.utf8.count)).count == 1, "\(what): \(answers.map(\.body.utf8.count))")
    #expect(Set(answers.map { $0.response.headers.map(\.name).sorted() }).count == 1, "\(what)")
    #expect(Set(answers.map { $0.response.cookies.map(\.name).sorted() }).count == 1, "\(what)")
  }

  @Test func theStaffsFormsAnswerEverybodyAlike() throws {
    try withPractice { practice in
      let desk = try Desk(practice)
      let emails = try addresses(desk)
      for (page, form, more) in [
        ("/sign-in", "/sign-in", ["password": "not the password at all"]),
        ("/sign-in/forgotten", "/sign-in/forgotten", [:]),
        ("/sign-in", "/sign-in/browser", [:]),
      ] as [(String, String, [String: String])] {
        for round in 1...12 {
          let answers = emails.map { email in
            let browser = TestBrowser.somewhere()
            browser.get(page)
            return browser.post(form, more.merging(["email": email]) { $1 })
          }
          expectSame(answers, emails, "\(form), \(round)")
        }
      }
    }
  }

  @Test func thePatientsFormAnswersEverybodyAlike() throws {
    try withPractice { practice in
      let emails = [try practice.givePatAnAddress(), Staff.anyEmail()]
      for round in 1...7 {
        let answers = emails.map { email in
          let browser = TestBrowser.somewhere()
          browser.now = browser.now.adding(seconds: Int64(round))
          browser.get("/\(practice.slug)/sign-in")
          return browser.post("/\(practice.slug)/sign-in", ["email": email])
        }
        #expect(Set(answers.map(\.status)) == [303])
        #expect(Set(answers.map { $0.location?.utf8.count ?? 0 }).count == 1)
        #expect(Set(answers.map(\.body.utf8.count)).count == 1)
        #expect(Set(answers.map { $0.response.cookies.map(\.name).sorted() }).count == 1)
      }
    }
  }
}
