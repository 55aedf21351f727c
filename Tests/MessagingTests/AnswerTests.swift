import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// The patient's side writes, and somebody of the practice answers or lays it aside.
@Suite struct AnswerTests {
  private func answer(
    _ desk: ConversationDesk, _ text: String, key: String = ConversationDesk.key(), as browser: TestBrowser? = nil
  ) -> TestResponse {
    (browser ?? desk.patient).post(ConversationDesk.portal, ["text": text, "key": key])
  }
  private func latest(_ page: TestResponse) throws -> String {
    try #require(page.values(after: "name=\"latest\" value=\"").first)
  }

  @Test func whatThePracticeBeganIsAnsweredAndWaits() throws {
    try ConversationDesk.with { desk in
      #expect(!desk.patient.get(ConversationDesk.portal).body.contains("<textarea"))
      let early = answer(desk, "May I begin?")
      #expect(early.status == 409 && early.body.contains(">May I begin?</textarea>"))
      #expect(early.words.contains("takes no messages here at present"))
      #expect(try desk.sealed().isEmpty)
      desk.write("How are you?")
      desk.open()
      let form = desk.patient.get(ConversationDesk.portal)
      #expect(form.words.contains("Not for emergencies") && form.words.contains("within 2 working days"))
      #expect(form.words.contains("After 30 minutes without a click you are signed out"))
      desk.patient.now = desk.patient.now.adding(seconds: 1)
      #expect(answer(desk, "Better, <thanks>").location == ConversationDesk.portal + "?done=written")
      #expect(desk.patient.get(ConversationDesk.portal + "?done=written").words.contains("has reached the practice"))
      let page = desk.staff.get(desk.path)
      #expect(page.body.contains("Better, &lt;thanks&gt;") && page.words.contains("Waits for an answer"))
      #expect(desk.staff.get("/today").words.contains("Patients waiting for an answer What they wrote in the portal 1"))
      let list = desk.staff.get("/messages")
      #expect(list.words.contains("Patricia Hidden") && list.words.contains("One message waits since"))
      #expect(list.words.contains("Last written by Bob") && list.body.contains("href=\"\(desk.path)\""))
      #expect(!list.body.contains("thanks"))
      let rows = try desk.sealed()
      #expect(rows.count == 2 && !String(decoding: rows[1], as: UTF8.self).contains("thanks"))
      #expect(try desk.clinic.audit("message.write").count == 2)
      #expect(try desk.clinic.audit("message.list") == ["rows=1"])
    }
  }

  @Test func anAnswerEndsTheWaitOfWhatStoodOnThePageAlone() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      #expect(answer(desk, "First").status == 303)
      let seen = try latest(desk.staff.get(desk.path))
      desk.patient.now = desk.patient.now.adding(seconds: 1)
      #expect(answer(desk, "Second, meanwhile").status == 303)
      desk.staff.now = desk.staff.now.adding(seconds: 2)
      let sent = desk.staff.post(
        desk.path, ["text": "To the first", "medium": "portal", "key": ConversationDesk.key(), "latest": seen])
      #expect(sent.status == 303)
      let page = desk.staff.get(desk.path)
      #expect(page.words.contains("Answered by Bob") && page.words.contains("Waits for an answer"))
      #expect(desk.staff.get("/messages").words.contains("One message waits"), "nobody has seen the second")
      #expect(try desk.clinic.audit("message.write") == ["portal", "portal", "portal,answer"])
    }
  }

  /// Two at the front desk have the same page open.
  @Test func aSecondAnswerIsAskedAbout() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      #expect(answer(desk, "When may I come?").status == 303)
      let seen = try latest(desk.staff.get(desk.path))
      let fields = ["text": "At ten", "medium": "portal", "key": ConversationDesk.key(), "latest": seen]
      for _ in 0..<2 { #expect(desk.staff.post(desk.path, fields).status == 303, "pressed twice it is one") }
      var other = ["text": "At eleven", "medium": "portal", "key": ConversationDesk.key(), "latest": seen]
      let asked = desk.staff.post(desk.path, other)
      #expect(asked.status == 409 && asked.body.contains(">At eleven</textarea>"))
      #expect(asked.words.contains("Meanwhile somebody of the practice has answered"))
      #expect(try desk.sealed().count == 2)
      other["latest"] = asked.values(after: "name=\"latest\" value=\"").first
      #expect(desk.staff.post(desk.path, other).status == 303)
      #expect(try desk.sealed().count == 3)
    }
  }

  @Test func whatNeedsNoAnswerIsLaidAside() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      #expect(answer(desk, "Thank you").status == 303)
      let seen = try latest(desk.staff.get(desk.path))
      for _ in 0..<2 {
        #expect(desk.staff.post(desk.path + "/closure", ["latest": seen]).location == desk.path + "?done=closed")
      }
      let page = desk.staff.get(desk.path + "?done=closed")
      #expect(page.words.contains("Nothing was sent.") && page.words.contains("Marked as done by Bob"))
      #expect(desk.staff.get("/messages").words.contains("Nobody waits for an answer"))
      #expect(!desk.staff.get("/today").words.contains("Patients waiting for an answer"))
      #expect(desk.staff.get("/messages?show=all").words.contains("Last message"))
      #expect(desk.staff.post(desk.path + "/closure", ["latest": "\(EntityID.make())"]).status == 404)
      #expect(desk.staff.post(desk.path + "/closure", [:]).status == 400)
      #expect(try desk.clinic.audit("message.close").count == 1, "the second time nothing was done")
      try desk.worker.run()
      #expect(desk.server.mails.isEmpty)
    }
  }

  @Test func layingAsideThrowsNothingAwayThatWasTyped() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      #expect(answer(desk, "Thank you").status == 303)
      let form = desk.staff.get(desk.path)
      #expect(form.body.contains("formaction=\"\(desk.path)/closure\" formnovalidate"))
      let fields = [
        "latest": try latest(form), "text": "You are welcome", "medium": "portal", "key": ConversationDesk.key(),
      ]
      let page = desk.staff.post(desk.path + "/closure", fields)
      #expect(page.status == 422 && page.body.contains(">You are welcome</textarea>"))
      #expect(page.words.contains("You have written something."))
      #expect(desk.staff.get(desk.path).words.contains("Waits for an answer"))
      desk.staff.now = desk.staff.now.adding(seconds: 1)
      var unknown = fields
      unknown["latest"] = "\(EntityID.make())"
      #expect(desk.staff.post(desk.path, unknown).status == 303, "nor is it lost to a stale form")
    }
  }

  @Test func whereNobodyCouldAnswerNothingIsTaken() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      try desk.mark(.restricted)
      let page = desk.patient.get(ConversationDesk.portal)
      #expect(page.words.contains("The use of your record is restricted") && !page.body.contains("<textarea"))
      let kept = answer(desk, "Is anybody there?")
      #expect(kept.status == 409 && kept.body.contains(">Is anybody there?</textarea>"))
      #expect(kept.words.contains("Please call the practice") && !kept.words.contains("Send"))
      let rows = try desk.sealed()
      #expect(rows.isEmpty)
    }
  }

  @Test func anInactiveRecordTakesNothing() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      try desk.mark(.inactive)
      let kept = answer(desk, "Still there?")
      #expect(kept.status == 409 && kept.body.contains(">Still there?</textarea>"))
      #expect(kept.words.contains("Your record is no longer in use"))
      #expect(try desk.sealed().isEmpty)
    }
  }

  @Test func whoActsForThePatientReadsAlong() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      #expect(!desk.patient.get(ConversationDesk.portal).words.contains("acts for you"))
      let guardian = try desk.guardian()
      #expect(desk.patient.get(ConversationDesk.portal).words.contains("One person who acts for you can read it too."))
      let theirs = guardian.get(ConversationDesk.portal).words
      #expect(theirs.contains("the front desk too") && !theirs.contains("acts for you"))
    }
  }

  @Test func whoWaitsLongestStandsFirst() throws {
    try ConversationDesk.with { desk in
      let p = desk.clinic.practice
      try desk.letPatientsBegin()
      let other = TestBrowser()
      try other.signIn(patient: p.pat, of: p, proofs: "mail,totp")
      #expect(answer(desk, "First", as: other).status == 303)
      desk.patient.now = desk.patient.now.adding(seconds: 1)
      #expect(answer(desk, "Second").status == 303)
      func order() -> [Bool] {
        desk.staff.get("/messages").values(after: "class=\"row-link\" href=\"/patients/").map {
          $0.hasPrefix("\(p.pat)")
        }
      }
      #expect(order() == [true, false])
      let theirs = "/patients/\(p.pat)/conversation"
      desk.staff.now = desk.staff.now.adding(seconds: 2)
      _ = desk.staff.post(theirs + "/closure", ["latest": try latest(desk.staff.get(theirs))])
      #expect(order() == [false])
      let all = desk.staff.get("/messages?show=all").values(after: "class=\"row-link\" href=\"/patients/")
      #expect(all.map { $0.hasPrefix("\(p.pat)") } == [false, true], "those that wait come first")
    }
  }

  @Test func anEmptyATooLongAndOneTooManyAreRefusedBesideTheField() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      for text in ["", String(repeating: "x", count: 4001)] {
        let page = answer(desk, text)
        #expect(page.status == 422 && page.body.contains("id=\"text-error\""))
      }
      let key = ConversationDesk.key()
      for _ in 0..<2 { #expect(answer(desk, "Once", key: key).status == 303) }
      let kept = answer(desk, "Other words", key: key)
      #expect(kept.status == 409 && kept.body.contains(">Other words</textarea>"))
      let last = ConversationDesk.key()
      for number in 1..<MessageDraft.openLimit {
        #expect(
          answer(desk, "\(number)", key: number == MessageDraft.openLimit - 1 ? last : ConversationDesk.key()).status
            == 303)
      }
      let twice = answer(desk, "\(MessageDraft.openLimit - 1)", key: last)
      #expect(twice.location == ConversationDesk.portal + "?done=written", "pressed twice, it is there")
      let page = answer(desk, "Too many")
      #expect(page.status == 422 && page.words.contains("Please call the practice") && page.body.contains(">Too many<"))
      let rows = try desk.sealed()
      #expect(rows.count == MessageDraft.openLimit)
    }
  }

  @Test func whoActsForThePatientWritesInTheirOwnName() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      let guardian = try desk.guardian()
      #expect(answer(desk, "For my child", as: guardian).status == 303)
      #expect(desk.staff.get(desk.path).words.contains("Somebody who acts for the patient Waits for an answer"))
    }
  }

  /// Whoever asked is told of the answer, at an address of their own, and nobody twice.
  @Test func whoAskedIsToldOfTheAnswerBesidesThePatient() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      let guardian = try desk.guardian()
      _ = try desk.clinic.addGuardian(address: "other@family.test")
      #expect(answer(desk, "For my child", as: guardian).status == 303)
      try reply(desk, "Yes", "portal")
      desk.open()
      try desk.worker.run()
      #expect(desk.server.mails.map(\.to.address) == ["g@family.test"], "the patient has read it; who asked has not")
      desk.staff.now = desk.staff.now.adding(seconds: 2)
      desk.write("Something else")
      try desk.worker.run()
      #expect(
        desk.server.mails.map(\.to.address) == ["g@family.test", "dana@patients.test"],
        "who asked nothing is told of neither, and who asked not of what they did not ask")
      #expect(try desk.notices().count == 2)
    }
  }

  @Test func whoAskedIsToldWhicheverWayTheAnswerGoes() throws {
    for (medium, mails) in [
      ("portal", ["dana@patients.test", "g@family.test"]), ("email", ["dana@patients.test", "g@family.test"]),
      ("sms", ["g@family.test"]),
    ] {
      try ConversationDesk.unsealed { desk in
        try desk.letPatientsBegin()
        #expect(answer(desk, "For my child", as: try desk.guardian()).status == 303)
        try reply(desk, "At ten", medium)
        try desk.worker.run()
        #expect(desk.server.mails.map(\.to.address).sorted() == mails, "\(medium)")
        let news = desk.server.mails.filter { $0.to.address == "g@family.test" }
        #expect(news.allSatisfy { !$0.text.contains("At ten") }, "the patient alone agreed to get words")
        #expect(desk.carrier.texts.count == (medium == "sms" ? 1 : 0))
      }
    }
    for (medium, spelling) in [
      ("portal", "dana@patients.test"), ("email", "dana@patients.test"), ("portal", "Dana@Patients.test"),
    ] {
      try ConversationDesk.unsealed { desk in
        try desk.letPatientsBegin()
        #expect(answer(desk, "For my child", as: try desk.guardian(address: spelling)).status == 303)
        try reply(desk, "At ten", medium)
        try desk.worker.run()
        #expect(desk.server.mails.map(\.to.address) == ["dana@patients.test"], "one mailbox, one mail")
      }
    }
  }

  @Test func whoAskedAndReadTheAnswerOrActsNoMoreIsNotTold() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      let guardian = try desk.guardian()
      #expect(answer(desk, "For my child", as: guardian).status == 303)
      try reply(desk, "Yes", "portal")
      guardian.now = desk.staff.now
      guardian.post(ConversationDesk.portal + "/reading", [:])
      try desk.worker.run()
      #expect(desk.server.mails.map(\.to.address) == ["dana@patients.test"])
    }
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      #expect(answer(desk, "For my child", as: try desk.guardian()).status == 303)
      try reply(desk, "Yes", "portal")
      try desk.worker.run(only: "message.written")
      try desk.clinic.change { tx in
        try tx.execute(
          "UPDATE identity_related_person SET ended_at = \(Instant.now) WHERE practice_id = \(tx.scope)")
      }
      try desk.worker.run()
      #expect(desk.server.mails.map(\.to.address) == ["dana@patients.test"])
    }
  }

  /// What left as words is opened nowhere: whether the first answer was read nobody knows.
  @Test func whoAsksASecondTimeIsToldOfTheSecondAnswerToo() throws {
    for medium in ["sms", "email"] {
      try ConversationDesk.unsealed { desk in
        try desk.letPatientsBegin()
        let guardian = try desk.guardian()
        for question in ["When?", "And where?"] {
          guardian.now = desk.staff.now.adding(seconds: 1)
          #expect(answer(desk, question, as: guardian).status == 303)
          desk.staff.now = guardian.now
          try reply(desk, "See you", medium)
          try desk.worker.run()
        }
        #expect(desk.server.mails.count { $0.to.address == "g@family.test" } == 2, "\(medium)")
      }
    }
  }

  @Test func aLookOfSomebodyElseWhoActsIsNotTheLookOfWhoAsked() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      let (guardian, other) = (try desk.guardian(), try desk.guardian(address: "other@family.test"))
      #expect(answer(desk, "For my child", as: guardian).status == 303)
      try reply(desk, "Yes", "portal")
      other.now = desk.staff.now
      other.post(ConversationDesk.portal + "/reading", [:])
      try desk.worker.run()
      #expect(desk.server.mails.map(\.to.address).sorted() == ["dana@patients.test", "g@family.test"])
    }
  }

  /// Staff answer what stands on the page.
  private func reply(_ desk: ConversationDesk, _ text: String, _ medium: String) throws {
    desk.staff.now = desk.staff.now.adding(seconds: 1)
    let seen = try latest(desk.staff.get(desk.path))
    let fields = ["text": text, "medium": medium, "key": ConversationDesk.key(), "latest": seen]
    #expect(desk.staff.post(desk.path, fields).status == 303)
  }

  @Test func aMailboxAloneWritesNothing() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      let mailbox = TestBrowser()
      try mailbox.signIn(patient: desk.clinic.patient, of: desk.clinic.practice)
      #expect(mailbox.get("/portal").body.contains(ConversationDesk.portal), "it may be begun")
      #expect(answer(desk, "Hello", as: mailbox).status == 423)
      let rows = try desk.sealed()
      #expect(rows.isEmpty)
    }
  }

  @Test func whoIsOutOfReachIsInNoListAndNoCount() throws {
    try ConversationDesk.with { desk in
      try desk.letPatientsBegin()
      #expect(answer(desk, "Hello").status == 303)
      try desk.clinic.change { tx in
        try tx.execute(
          "UPDATE practices_practice SET practitioners_see = 'own', version = version + 1 WHERE practice_id = \(tx.scope)"
        )
      }
      let outsider = TestBrowser()
      try outsider.signIn(desk.clinic.practice.alice, of: desk.clinic.practice)
      #expect(!outsider.get("/messages?show=all").words.contains("Patricia"))
      #expect(!outsider.get("/today").words.contains("Patients waiting for an answer"))
      try desk.role("biller", of: desk.clinic.practice.bob)
      try desk.staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      #expect(desk.staff.get("/messages").status == 403)
    }
  }

  @Test func thePracticeSaysWhetherPatientsBeginAndHowSoonItAnswers() throws {
    try ConversationDesk.with { desk in
      let path = "/settings/messages/answering"
      try desk.role("admin", of: desk.clinic.practice.bob)
      try desk.staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      #expect(desk.staff.get("/settings/messages").words.contains("Messages from patients Patients only answer"))
      #expect(!desk.patient.get(ConversationDesk.portal).body.contains("<textarea"))
      let wrong = desk.staff.post(path, ["version": "0", "patients-write": "1", "answer-days": "11"])
      #expect(wrong.status == 422 && wrong.body.contains("id=\"answer-days-error\""))
      let saved = desk.staff.post(path, ["version": "0", "patients-write": "1", "answer-days": "5"])
      #expect(saved.location == path + "?saved=1")
      #expect(desk.patient.get(ConversationDesk.portal).words.contains("within 5 working days"))
      #expect(desk.patient.get(ConversationDesk.portal).body.contains("<textarea"))
      #expect(desk.staff.post(path, ["version": "0", "answer-days": "2"]).status == 409)
      #expect(try desk.clinic.audit("message.answering.change") == ["answer-days,patients-write"])
      try desk.role("frontDesk", of: desk.clinic.practice.bob)
      try desk.staff.signIn(desk.clinic.practice.bob, of: desk.clinic.practice)
      #expect(!desk.staff.get(path).body.contains("btn-primary"))
      #expect(desk.staff.post(path, ["version": "1", "answer-days": "2"]).status == 403)
    }
  }
}
