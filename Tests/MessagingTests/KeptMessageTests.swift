import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// What a patient typed into a form whose session has ended.
@Suite struct KeptMessageTests {
  private static let text = "What I wrote for half an hour <really>"

  /// A conversation that the practice began, and a patient who has been away too long.
  private func withLateWriter(_ body: (ConversationDesk, [String: String]) throws -> Void) throws {
    try ConversationDesk.with { desk in
      desk.write("How are you?")
      desk.open()
      desk.patient.now = desk.patient.now.adding(minutes: 31)
      try body(desk, ["text": Self.text, "key": ConversationDesk.key()])
    }
  }
  private func signInAgain(_ desk: ConversationDesk, proofs: String = "mail,totp") throws {
    try desk.patient.signIn(patient: desk.clinic.patient, of: desk.clinic.practice, proofs: proofs)
  }

  @Test func whatWasTypedIsShownAgainAndSentOnceSomebodySignedIn() throws {
    try withLateWriter { desk, fields in
      let stale = desk.patient.csrf
      let page = desk.patient.post(ConversationDesk.portal, fields, csrf: stale)
      #expect(page.status == 403 && page.body.contains(">What I wrote for half an hour &lt;really&gt;</textarea>"))
      #expect(page.words.contains("Nothing was sent yet") && page.body.contains("name=\"csrf\" value=\"\""))
      #expect(page.body.contains("href=\"\(ConversationDesk.portal)\" target=\"_blank\""))
      #expect(!page.body.contains("class=\"langs\""), "another language would throw it away")
      #expect(page.response.header("Cache-Control") == "no-store" && page.response.cookies.isEmpty)
      #expect(try desk.sealed().count == 1)
      // Pressed again without a sign-in it is still there.
      #expect(desk.patient.post(ConversationDesk.portal, fields, csrf: "").body.contains(">What I wrote"))
      try signInAgain(desk)
      let again = desk.patient.post(ConversationDesk.portal, fields, csrf: stale)
      #expect(again.status == 403 && again.body.contains(">What I wrote for half an hour &lt;really&gt;</textarea>"))
      #expect(again.words.contains("Nothing was sent yet: you signed in anew."))
      #expect(again.words.contains("Patricia Hidden"), "whose it is, even where that is the reader")
      #expect(try desk.sealed().count == 1)
      #expect(desk.patient.post(ConversationDesk.portal, fields).location == ConversationDesk.portal + "?done=written")
      #expect(try desk.sealed().count == 2)
    }
  }

  /// At a computer that several use.
  @Test func whoeverSignsInNextSeesWhoseConversationItWouldReach() throws {
    try withLateWriter { desk, fields in
      let (p, stale) = (desk.clinic.practice, desk.patient.csrf)
      try desk.patient.signIn(patient: p.pat, of: p, proofs: "mail,totp")
      let page = desk.patient.post(ConversationDesk.portal, fields, csrf: stale)
      let name = try #require(try p.asOperator { try PatientNames.find(p.pat, in: $0.reader)?.full })
      #expect(page.status == 403 && page.words.contains(name) && !page.words.contains("Patricia"))
      #expect(try desk.sealed().count == 1)
    }
  }

  @Test func withoutTheSecondFactorItIsNeitherSentNorPassedOn() throws {
    try withLateWriter { desk, fields in
      let stale = desk.patient.csrf
      try signInAgain(desk, proofs: "mail")
      let page = desk.patient.post(ConversationDesk.portal, fields, csrf: stale)
      #expect(page.status == 403 && page.words.contains("Nothing was sent yet"))
      #expect(page.body.contains("name=\"csrf\" value=\"\""), "it is looked at once more by whoever has shown it")
      #expect(try desk.sealed().count == 1)
    }
  }

  /// Somebody else's page could post words here and have them shown as if they were the patient's own.
  @Test func onlyAPageOfOursGetsItBack() throws {
    try withLateWriter { desk, fields in
      let signedOut = { (headers: [String: String]) -> TestResponse in
        let body = "text=Injected&csrf=&key=" + (fields["key"] ?? "")
        return desk.patient.send(
          "POST", ConversationDesk.portal,
          headers: headers.merging(["content-type": "application/x-www-form-urlencoded"]) { $1 },
          body: Array(body.utf8))
      }
      let strange: [[String: String]] = [
        [:], ["origin": "https://evil.example"], ["origin": "https://evil.example", "sec-fetch-site": "cross-site"],
        ["sec-fetch-site": "same-site"], ["origin": "null"],
      ]
      for headers in strange {
        let page = signedOut(headers)
        #expect(page.location == "/portal/sign-in" && !page.body.contains("Injected"), "\(headers)")
      }
      #expect(signedOut(["origin": "https://praxis.example"]).body.contains(">Injected</textarea>"))
      try signInAgain(desk)
      for headers in strange {
        let page = signedOut(headers)
        #expect(page.status == 403 && !page.body.contains("Injected"), "\(headers)")
      }
    }
  }

  @Test func itSpeaksHebrewFromRightToLeft() throws {
    try withLateWriter { desk, fields in
      let page = desk.patient.post(ConversationDesk.portal + "?lang=he", fields)
      #expect(page.body.contains("dir=\"rtl\"") && page.words.contains("עדיין לא נשלח דבר"))
    }
  }

  @Test func otherFormsLeadToTheSignInAsBefore() throws {
    try withLateWriter { desk, _ in
      #expect(desk.patient.post(ConversationDesk.portal + "/reading", [:]).location == "/portal/sign-in")
      let nothing = ["text": " ", "key": ConversationDesk.key()]
      #expect(desk.patient.post(ConversationDesk.portal, nothing).location == "/portal/sign-in")
      #expect(desk.staff.post(desk.path, ["text": "x"], csrf: "old").status == 403)
    }
  }
}
