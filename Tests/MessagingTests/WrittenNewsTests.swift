import Core
@_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

/// What patients write rings the bell; what the practice writes does not.
@Suite struct WrittenNewsTests {
  @Test func whatAPatientWritesIsNewsWithoutItsWords() throws {
    try ConversationDesk.with { desk in
      desk.write("How are you?")
      desk.open()
      #expect(desk.staff.get("/news").words.contains("Nothing has happened"))
      desk.patient.now = desk.patient.now.adding(seconds: 1)
      #expect(
        desk.patient.post(ConversationDesk.portal, ["text": "Better, thanks", "key": ConversationDesk.key()]).status
          == 303)
      desk.staff.now = desk.patient.now
      let page = desk.staff.get("/news")
      #expect(page.words.contains("New Patricia Hidden Wrote to the practice"), "\(page.words)")
      #expect(page.body.contains("<a class=\"row-link\" href=\"\(desk.path)\"") && !page.body.contains("Better"))
    }
  }
}
