import Core
@_spi(Bootstrap) import Database
import Foundation
import SQL
import TestSupport
import Testing

@testable import Patients

@Suite struct RestrictionTests {
  @Test func aRestrictedRecordIsInNoListUntilItIsLifted() throws {
    try withPractice { p in
      let patient = try p.add("Erika", "Mustermann")
      let (alice, bob) = (try p.browser(p.alice), try p.browser(p.bob))
      #expect(alice.get("/patients").body.contains("Mustermann"))
      #expect(alice.get("/patients/\(patient)/privacy").words.contains("The record is in use."))
      #expect(alice.post("/patients/\(patient)/restriction", [:]).status == 303)
      #expect(alice.get("/patients/\(patient)/privacy?done=restricted").words.contains("Restricted since"))
      #expect(!alice.get("/patients").body.contains("Mustermann"))
      #expect(!alice.post("/patients/search", ["q": "Mustermann"]).body.contains("/patients/\(patient)"))
      #expect(bob.post("/patients/\(patient)/restriction/lifting", [:]).status == 403)
      #expect(!bob.get("/patients").body.contains("Mustermann"))
      #expect(alice.post("/patients/\(patient)/restriction/lifting", [:]).status == 303)
      #expect(alice.get("/patients").body.contains("Mustermann"))
      let actions = try p.asOperator { db in
        try db.reader.rows(
          """
          SELECT action FROM audit_event
          WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND action LIKE 'patient.restrict%' ORDER BY seq
          """
        ) { try $0.text(0) }
      }
      #expect(actions == ["patient.restrict", "patient.restrict.lift"])
    }
  }

  @Test func strangersAreToldNothing() throws {
    try withPractice { p in
      let stranger = try withPractice { q in try q.browser(q.alice) }
      #expect(stranger.get("/patients/\(p.pat)/privacy").status == 404)
      #expect(stranger.post("/patients/\(p.pat)/restriction", [:]).status == 404)
    }
  }

  @Test func thePageSpeaksHebrewFromRightToLeft() throws {
    try withPractice(language: .he) { p in
      let browser = try p.browser(p.alice)
      let page = browser.get("/patients/\(p.pat)/privacy?lang=he")
      #expect(page.body.contains("dir=\"rtl\"") && page.body.contains("הגבלת השימוש"))
    }
  }
}
