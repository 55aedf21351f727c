import Crypto
@_spi(Bootstrap) import Database
import Routing
import SQL
import TestSupport
import Testing

/// Where no mail is sent, nobody waits for a link.
@Suite struct SignInWithoutMailTests {
  @Test(arguments: [
    ("en", "sends no email"), ("de", "verschickt keine E-Mails"), ("he", "אינו שולח דוא״ל"),
  ])
  func thePageSaysSoAndAsksForNothing(_ language: String, _ words: String) throws {
    try withPractice { p in
      let page = TestBrowser(sendsMail: false).get("/\(p.slug)/sign-in?lang=\(language)")
      #expect(page.status == 200)
      #expect(page.words.contains(words))
      #expect(!page.body.contains("name=\"email\""))
      #expect(TestBrowser().get("/\(p.slug)/sign-in").body.contains("name=\"email\""))
    }
  }

  @Test func aFormThatWasOpenMakesNoChallenge() throws {
    try withPractice { p in
      let off = TestBrowser(sendsMail: false)
      off.get("/\(p.slug)/sign-in")
      let visitor = try #require(off.cookies.first { $0.key.hasSuffix(SessionCookie.visitor) }?.value)
      let answer = off.post(
        "/\(p.slug)/sign-in", ["email": "pat@example.org"], csrf: try #require(Token(text: visitor)?.csrf))
      #expect(answer.status == 409)
      #expect(answer.words.contains("sends no email"))
      let challenges = try p.asOperator { db in
        try db.reader.first(
          "SELECT COUNT(*) FROM identity_email_challenge WHERE practice_id = \(db.scope)"
        ) { try $0.int(0) }
      }
      #expect(challenges == 0)
    }
  }
}
