import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

/// Who asks for what their role does not allow leaves a trace (F-SEC-09).
@Suite struct RefusedAccessTests {
  @Test func aRefusedPageIsInTheTrailWithWhoAskedAndForWhat() throws {
    try withPractice { p in
      let browser = TestBrowser()
      try browser.signIn(p.alice, of: p)
      #expect(browser.get("/settings").status == 403)
      let refused = try p.asOperator { db in
        try db.reader.rows(
          """
          SELECT actor_id, role, fields FROM audit_event
          WHERE practice_id = \(db.scope) AND action = 'access.refuse'
          """
        ) { row in "\(try row.id(0) as UserID) \(try row.text(1)) \(try row.text(2))" }
      }
      #expect(refused.count == 1)
      #expect(refused.first?.hasPrefix("\(p.alice) practitioner ") == true)
      #expect(refused.first?.hasSuffix(" ") == false, "the route is named")
    }
  }
}
