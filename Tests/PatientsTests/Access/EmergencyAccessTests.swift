import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Patients

/// Opening the record of somebody else's patient: possible, short, and told.
@Suite struct EmergencyAccessTests {
  /// Practitioners see their own patients alone.
  private static func withWard(_ body: (TestPractice, UserID) throws -> Void) throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.ward", "practices_practice", nil)) { tx in
          try tx.execute("UPDATE practices_practice SET practitioners_see = 'own' WHERE practice_id = \(tx.scope)")
        }
      }
      try body(p, owner)
    }
  }
  private func events(_ p: TestPractice) throws -> [String] {
    try p.asOperator { db in
      try db.reader.rows(
        """
        SELECT action FROM audit_event
        WHERE practice_id = \(db.scope) AND (action LIKE 'emergency.%' OR action = 'access.refuse') ORDER BY seq
        """
      ) { try $0.text(0) }
    }
  }

  @Test func aRefusedRecordIsOpenedForAnHourWithAReason() throws {
    try Self.withWard { p, owner in
      let browser = try p.browser(p.alice)
      let chart = "/patients/\(p.pat)/chart"
      let refused = browser.get(chart)
      #expect(refused.status == 403)
      #expect(refused.words.contains("You do not treat this patient"))
      #expect(!refused.body.contains("Pat Example"))
      #expect(!browser.get("/patients").body.contains("Example"))
      let short = browser.post("/emergency-access", ["patient": "\(p.pat)", "reason": "  fell  "])
      #expect(short.status == 422)
      #expect(short.words.contains("at least ten characters") && short.body.contains("fell"))
      #expect(browser.get(chart).status == 403)
      let opened = browser.post(
        "/emergency-access", ["patient": "\(p.pat)", "reason": "Collapsed in the waiting room"])
      #expect(opened.status == 303 && opened.location == "/patients/\(p.pat)")
      let page = browser.get(chart)
      #expect(page.status == 200 && page.words.contains("You opened this record in an emergency. It closes at"))
      // Signed in anew: by then the session would have locked.
      let opening = browser.now
      #expect(try p.browser(p.alice, now: opening.adding(minutes: 59)).get(chart).status == 200)
      #expect(try p.browser(p.alice, now: opening.adding(minutes: 61)).get(chart).status == 403)
      #expect(
        try events(p) == ["access.refuse", "access.refuse", "emergency.open", "access.refuse"])
      let told = try p.asOperator { db in
        try db.reader.rows(
          "SELECT payload FROM jobs_job WHERE practice_id = \(db.scope) AND kind = 'identity.alert'"
        ) { try $0.text(0) }
      }
      #expect(told.count == 1 && told[0].contains("\(owner) emergencyAccess"), "the owner is told")
    }
  }

  @Test func somebodyIsFoundByWholeNameAndBirthDateAlone() throws {
    try Self.withWard { p, _ in
      let erika = try p.add("Erika", "Mustermann", born: "1990-04-12")
      let browser = try p.browser(p.alice)
      let reason = "Unconscious, medication unknown"
      for (name, born) in [
        ("Erika", "1990-04-12"), ("Mustermann", "1990-04-12"), ("Erika Muster", "1990-04-12"),
        ("Erika Mustermann", "1990-04-13"), ("E M", "1990-04-12"),
      ] {
        let answer = browser.post("/emergency-access", ["name": name, "born": born, "reason": reason])
        #expect(answer.status == 422, "\(name) \(born)")
        #expect(answer.words.contains("Nobody here has exactly this name"))
      }
      let found = browser.post(
        "/emergency-access", ["name": "mustermann  erika", "born": "1990-04-12", "reason": reason])
      #expect(found.location == "/patients/\(erika)")
      #expect(browser.get("/patients").body.contains("Mustermann, Erika"))
    }
  }

  @Test func theOwnerReadsTheReasonAndSaysThatTheyLookedIntoIt() throws {
    try Self.withWard { p, owner in
      let reason = "Anaphylaxis, <b>allergies</b> needed"
      _ = try p.browser(p.alice).post("/emergency-access", ["patient": "\(p.pat)", "reason": reason])
      let browser = try p.browser(owner)
      let list = browser.get("/emergency-access/list")
      #expect(list.words.contains("Alice Specimen") && list.words.contains("Pat Example"))
      #expect(list.body.contains("&lt;b&gt;allergies"))
      let action = try #require(list.value(after: "action=\"/emergency-access/"))
      #expect(browser.post("/emergency-access/\(action)", [:]).status == 303)
      #expect(browser.get("/emergency-access/list").words.contains("Looked into by Staff owner"))
      #expect(try p.browser(p.alice).get("/emergency-access/list").status == 403)
      let trail = browser.get("/audit?class=emergency")
      #expect(trail.words.contains("Record opened in an emergency Alice Specimen"))
    }
  }

  /// Where practitioners see everybody, nobody needs it, and nobody is stopped.
  @Test func whereEverybodyIsSeenNothingIsRefused() throws {
    try withPractice { p in
      #expect(try p.browser(p.alice).get("/patients/\(p.pat)/chart").status == 200)
      let list = try p.browser(p.alice).get("/patients")
      #expect(!list.body.contains("/emergency-access"))
    }
  }
}
