import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// Words that are taken back before they leave.
@Suite struct WithholdingTests {
  private func withhold(_ desk: ConversationDesk, _ page: TestResponse) throws -> TestResponse {
    let written = try #require(page.values(after: "name=\"written\" value=\"").first)
    return desk.staff.post(desk.path + "/withdrawal", ["written": written])
  }

  @Test func whatIsTakenBackReachesNobody() throws {
    for medium in ["email", "sms"] {
      try ConversationDesk.unsealed { desk in
        #expect(desk.write("Hello there", by: medium).status == 303)
        let page = desk.staff.get(desk.path)
        #expect(page.words.contains("Do not send"))
        for _ in 0..<2 { #expect(try withhold(desk, page).location == desk.path + "?done=withheld", "pressed twice") }
        try desk.worker.run()
        #expect(desk.server.mails.isEmpty && desk.carrier.texts.isEmpty)
        #expect(try desk.notices() == ["\(medium) notNeeded notTold"])
        let after = desk.staff.get(desk.path + "?done=withheld").words
        #expect(after.contains("Taken back.") && after.contains("not sent: the practice decided not to tell"))
        #expect(!after.contains("Do not send") && after.contains("Hello there"))
        #expect(!desk.patient.get(ConversationDesk.portal).words.contains("Hello there"))
        #expect(try desk.clinic.audit("notice.silence").count == 1)
      }
    }
  }

  @Test func whatItAnsweredWaitsAgain() throws {
    try ConversationDesk.unsealed { desk in
      try desk.letPatientsBegin()
      let guardian = try desk.guardian()
      #expect(guardian.post(ConversationDesk.portal, ["text": "When?", "key": ConversationDesk.key()]).status == 303)
      let latest = try #require(desk.staff.get(desk.path).values(after: "name=\"latest\" value=\"").first)
      desk.staff.now = desk.staff.now.adding(seconds: 1)
      let answer = ["text": "At ten", "medium": "sms", "key": ConversationDesk.key(), "latest": latest]
      #expect(desk.staff.post(desk.path, answer).status == 303)
      #expect(!desk.staff.get("/messages").words.contains("Patricia"))
      #expect(try withhold(desk, desk.staff.get(desk.path)).status == 303)
      try desk.worker.run()
      #expect(desk.server.mails.isEmpty, "nor is who asked told of an answer")
      #expect(desk.staff.get("/messages").words.contains("Patricia"))
    }
  }

  @Test func whatHasLeftIsNotTakenBackNorWhatIsAnothers() throws {
    try ConversationDesk.unsealed { desk in
      #expect(desk.write("Hello", by: "email").status == 303)
      let page = desk.staff.get(desk.path)
      let written = try #require(page.values(after: "name=\"written\" value=\"").first)
      let other = "/patients/\(desk.clinic.practice.pat)/conversation/withdrawal"
      #expect(desk.staff.post(other, ["written": written]).status == 404)
      #expect(desk.staff.post(desk.path + "/withdrawal", ["written": "x"]).status == 400)
      try desk.worker.run()
      let late = try withhold(desk, page)
      #expect(late.status == 409 && late.words.contains("It could not be taken back"))
      #expect(try desk.notices() == ["email sent accepted"] && desk.server.mails.count == 1)
    }
  }
}
