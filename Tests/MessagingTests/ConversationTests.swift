import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// Staff write to a patient, who reads it in the portal behind a second factor.
@Suite struct ConversationTests {
  private static let text = "Please bring the <results> of Dr. Ohm.\n\nאין לאכול לפני כן"

  // MARK: Writing

  @Test func whatIsWrittenStandsSealedInTheConversation() throws {
    try ConversationDesk.with { desk in
      let empty = desk.staff.get(desk.path)
      #expect(empty.status == 200 && empty.words.contains("No messages yet") && empty.words.contains("Patricia Hidden"))
      #expect(empty.words.contains("The patient is told by email that a message waits"))
      #expect(desk.write(Self.text).location == desk.path + "?done=written")
      let page = desk.staff.get(desk.path + "?done=written")
      #expect(page.words.contains("Your message stands in the portal.") && page.words.contains("Not opened yet"))
      #expect(page.body.contains("Please bring the &lt;results&gt; of Dr. Ohm.\n\nאין לאכול לפני כן"))
      #expect(page.words.contains("Bob"), "who wrote it")
      let row = try #require(try desk.sealed().first)
      #expect(!String(decoding: row, as: UTF8.self).contains("results"))
      #expect(try desk.clinic.audit("message.write").count == 1)
      #expect(try desk.clinic.audit("message.read").count == 2, "each look at the page")
    }
  }

  @Test func thePageSpeaksThreeLanguages() throws {
    try ConversationDesk.with { desk in
      desk.write(Self.text)
      #expect(desk.staff.get(desk.path + "?lang=de").words.contains("Noch nicht geöffnet"))
      let hebrew = desk.staff.get(desk.path + "?lang=he")
      #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("עדיין לא נפתחה"))
    }
  }

  @Test func anEmptyOrTooLongTextIsRefusedBesideTheFieldAndKept() throws {
    try ConversationDesk.with { desk in
      for (text, words) in [
        (" \n\t", "Please fill this in."), (String(repeating: "é", count: 4001), "At most 4000 characters"),
      ] {
        let key = ConversationDesk.key()
        let page = desk.write(text, key: key)
        #expect(page.status == 422 && page.body.contains("id=\"text-error\"") && page.words.contains(words))
        #expect(page.body.contains("id=\"error-summary\"") && page.body.contains("<a href=\"#text\">"))
        #expect(page.body.contains("aria-invalid=\"true\"") && page.body.contains("name=\"key\" value=\"\(key)\""))
        #expect(page.body.contains(">\(text)</textarea>") || text.utf8.count < 4)
      }
      #expect(desk.staff.post(desk.path, ["text": "Hello"]).status == 400, "a form that is not ours")
      #expect(desk.write(String(repeating: "é", count: 4000)).status == 303)
      let kept = try desk.sealed()
      #expect(kept.count == 1)
    }
  }

  @Test func blanksWithinALineStay() throws {
    try ConversationDesk.with { desk in
      #expect(desk.write("\n  mornings   1\n  evenings   2  \n\n").status == 303)
      #expect(desk.staff.get(desk.path).body.contains(">  mornings   1\n  evenings   2</p>"))
    }
  }

  @Test func oneFormIsOneMessageAndOtherWordsAreNotLost() throws {
    try ConversationDesk.with { desk in
      let key = ConversationDesk.key()
      for _ in 0..<2 { #expect(desk.write("Hello", key: key).location == desk.path + "?done=written") }
      #expect(try desk.sealed().count == 1)
      let page = desk.write("Hello again", key: key)
      #expect(page.status == 409 && page.body.contains(">Hello again</textarea>"))
      #expect(page.words.contains("This form was sent before") && !page.body.contains("value=\"\(key)\""))
      let fresh = try #require(page.values(after: "name=\"key\" value=\"").first)
      #expect(desk.write("Hello again", key: fresh).status == 303)
      #expect(try desk.sealed().count == 2)
    }
  }

  @Test(arguments: ConversationDesk.Mark.allCases)
  func whereNobodyCanReadItThatIsSaidBeforeItIsWritten(mark: ConversationDesk.Mark) throws {
    try ConversationDesk.with { desk in
      try desk.mark(mark)
      let page = desk.staff.get(desk.path)
      let words =
        switch mark {
        case .deceased: "marked as deceased"
        case .contactErased: "contact data were erased"
        case .restricted: "The record is restricted"
        case .inactive: "mark the patient as active"
        case .noPortal: "Nobody can sign in to the portal"
        }
      #expect(page.words.contains(words) && !page.body.contains("<textarea"))
      let late = desk.write("It was open before")
      #expect(late.status == 409 && late.body.contains(">It was open before</textarea>"), "what was typed is kept")
      #expect(!late.body.contains("btn-primary") && !late.words.contains("What you write stands in the portal"))
      #expect(try desk.sealed().isEmpty)
    }
  }

  @Test func withoutAMailServerNobodyIsSaidToBeTold() throws {
    try ConversationDesk.with { desk in
      let staff = TestBrowser(sendsMail: false)
      try staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      let page = staff.get(desk.path)
      #expect(page.words.contains("Nobody is told that a message waits: no mail server"))
      #expect(!page.words.contains("is told by email"))
    }
  }

  @Test func whoCannotBeToldIsNamedBeforeItIsWritten() throws {
    try ConversationDesk.with { desk in
      try desk.clinic.prefer(nil, without: .email)
      #expect(desk.staff.get(desk.path).words.contains("Nobody is told that a message waits"))
      #expect(desk.write("Hello").status == 303)
      try desk.worker.run()
      #expect(try desk.notices().isEmpty && desk.server.mails.isEmpty)
      #expect(desk.patient.get(ConversationDesk.portal).words.contains("Open the new message"))
    }
  }

  // MARK: Who

  @Test func onlyWhoReachesThePatientReadsAndWrites() throws {
    try ConversationDesk.with { desk in
      let p = desk.clinic.practice
      desk.write("For Dana alone")
      try desk.clinic.change { tx in
        try tx.execute(
          "UPDATE practices_practice SET practitioners_see = 'own', version = version + 1 WHERE practice_id = \(tx.scope)"
        )
      }
      let outsider = TestBrowser()
      try outsider.signIn(p.alice, of: p)
      #expect(outsider.get(desk.path).status == 403)
      #expect(
        outsider.post(desk.path, ["text": "Hi", "medium": "portal", "key": ConversationDesk.key()]).status == 403)
      try desk.clinic.change { tx in
        try tx.execute(
          """
          INSERT INTO patients_care_team (practice_id, patient_id, user_id, created_at)
          VALUES (\(tx.scope), \(desk.clinic.patient), \(p.alice), \(Instant.now))
          """)
      }
      #expect(outsider.get(desk.path).words.contains("For Dana alone"))
      #expect(
        outsider.post(desk.path, ["text": "Hi", "medium": "portal", "key": ConversationDesk.key()]).status == 303)
      try desk.role("biller", of: p.bob)
      try desk.staff.signIn(p.bob, of: p)
      #expect(desk.staff.get(desk.path).status == 403 && desk.write("Hi").status == 403)
      #expect(TestBrowser().get(desk.path).location?.hasPrefix("/sign-in") == true)
      #expect(try desk.sealed().count == 2)
    }
  }

  @Test func theCalendarAndThePatientsPagesLeadThere() throws {
    try ConversationDesk.with { desk in
      let visit = try desk.clinic.book(at: Instant.now.adding(days: 3))
      for page in ["/appointments/\(visit)", "/patients/\(desk.clinic.patient)/details"] {
        #expect(desk.staff.get(page).body.contains("href=\"\(desk.path)\""), "\(page)")
      }
      try desk.role("biller", of: desk.clinic.practice.bob)
      try desk.staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      for page in ["/appointments/\(visit)", "/patients/\(desk.clinic.patient)/details"] {
        let answer = desk.staff.get(page)
        #expect(answer.status == 200 && !answer.body.contains("href=\"\(desk.path)\""), "\(page)")
      }
    }
  }

  // MARK: Reading

  @Test func thePatientOpensItBehindASecondFactorAndStaffSeeWhenAndWho() throws {
    try ConversationDesk.with { desk in
      let p = desk.clinic.practice
      #expect(!desk.patient.get("/portal").body.contains(ConversationDesk.portal), "nothing was ever written")
      desk.write(Self.text)
      let mailbox = TestBrowser()
      try mailbox.signIn(patient: desk.clinic.patient, of: p)
      #expect(mailbox.get("/portal").words.contains("Conversation with the practice 1 new"))
      #expect(mailbox.get(ConversationDesk.portal).status == 423)
      #expect(mailbox.post(ConversationDesk.portal + "/reading", [:]).status == 423)
      let closed = desk.patient.get(ConversationDesk.portal)
      #expect(closed.words.contains("Open the new message") && !closed.body.contains("results"))
      #expect(desk.staff.get(desk.path).words.contains("Not opened yet"), "what a browser fetches ahead is not read")
      for _ in 0..<2 { #expect(desk.open().location == ConversationDesk.portal) }
      let open = desk.patient.get(ConversationDesk.portal)
      #expect(open.body.contains("Please bring the &lt;results&gt;"))
      #expect(!open.words.contains("Open the new message"))
      #expect(!desk.patient.get("/portal").words.contains("1 new"))
      #expect(desk.staff.get(desk.path).words.contains("Opened by the patient,"))
      #expect(try desk.clinic.audit("message.open").count == 1)
    }
  }

  @Test func whoActsForThePatientReadsItByName() throws {
    try ConversationDesk.with { desk in
      desk.write(Self.text)
      let guardian = try desk.guardian()
      #expect(guardian.get(ConversationDesk.portal).words.contains("For Patricia Hidden"))
      #expect(guardian.post(ConversationDesk.portal + "/reading", [:]).status == 303)
      #expect(guardian.get(ConversationDesk.portal).body.contains("&lt;results&gt;"))
      #expect(desk.staff.get(desk.path).words.contains("Opened by somebody who acts for the patient,"))
    }
  }

  @Test func aGuardiansLookLeavesThePatientTheirOwn() throws {
    try ConversationDesk.with { desk in
      desk.write(Self.text)
      let guardian = try desk.guardian()
      #expect(desk.staff.get(desk.path).words.contains("One person who acts for the patient can read it too."))
      #expect(guardian.get("/portal").words.contains("1 new"))
      #expect(guardian.post(ConversationDesk.portal + "/reading", [:]).status == 303)
      #expect(!guardian.get("/portal").words.contains("1 new"))
      #expect(desk.patient.get("/portal").words.contains("1 new"), "news for the patient all the same")
      #expect(desk.patient.get(ConversationDesk.portal).words.contains("Open the new message"))
      desk.open()
      #expect(desk.patient.get(ConversationDesk.portal).body.contains("&lt;results&gt;"))
      #expect(guardian.get(ConversationDesk.portal).body.contains("&lt;results&gt;"))
      #expect(desk.staff.get(desk.path).words.contains("Opened by the patient,"))
      #expect(guardian.post(ConversationDesk.portal + "/reading", [:]).status == 303)
      #expect(try desk.clinic.audit("message.open").count == 2, "one of each side")
      #expect(desk.staff.get(desk.path).words.contains("Opened by the patient,"))
    }
  }

  @Test func anotherPatientReadsNothingOfIt() throws {
    try ConversationDesk.with { desk in
      desk.write(Self.text)
      let other = TestBrowser()
      try other.signIn(patient: desk.clinic.practice.pat, of: desk.clinic.practice, proofs: "mail,totp")
      #expect(other.post(ConversationDesk.portal + "/reading", [:]).status == 303)
      let page = other.get(ConversationDesk.portal)
      #expect(page.words.contains("No messages yet") && !page.body.contains("results"))
      #expect(desk.staff.get(desk.path).words.contains("Not opened yet"))
      #expect(TestBrowser().get(ConversationDesk.portal).location == "/portal/sign-in")
    }
  }

  @Test func thirtyStandOnAPage() throws {
    try ConversationDesk.with { desk in
      for number in 0..<31 {
        desk.staff.now = desk.staff.now.adding(seconds: 1)
        #expect(desk.write("number-\(number)-").status == 303)
      }
      let first = desk.staff.get(desk.path)
      #expect(first.body.contains("number-30-") && !first.body.contains("number-0-"))
      #expect(first.body.contains("href=\"\(desk.path)?page=2\"") && !first.body.contains("rel=\"prev\""))
      let second = desk.staff.get(desk.path + "?page=2")
      #expect(second.body.contains("number-0-") && second.body.contains("rel=\"prev\""))
      #expect(desk.staff.get(desk.path + "?page=99").location == desk.path)
      desk.open()
      #expect(desk.patient.get(ConversationDesk.portal).body.contains("number-1-"))
      let opened = try desk.clinic.audit("message.open")
      #expect(opened.count == 30, "what was not shown was not opened")
      let older = desk.patient.get(ConversationDesk.portal + "?page=2")
      #expect(!older.body.contains("number-0-") && older.words.contains("Open the new message"))
      let opening = ConversationDesk.portal + "/reading?page=2"
      #expect(older.body.contains("action=\"\(opening)\""))
      #expect(desk.patient.post(opening, [:]).location == ConversationDesk.portal + "?page=2")
      #expect(desk.patient.get(ConversationDesk.portal + "?page=2").body.contains("number-0-"))
      #expect(desk.patient.get(ConversationDesk.portal + "?page=99").location == ConversationDesk.portal)
    }
  }
}
