import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Patients

@Suite struct CareTeamTests {
  private func team(_ p: TestPractice) throws -> [UserID] {
    try p.asOperator { db in
      try db.reader.rows("SELECT user_id FROM patients_care_team WHERE practice_id = \(db.scope)") { try $0.id(0) }
    }
  }

  @Test func theFrontDeskNamesWhoTreats() throws {
    try withPractice { p in
      let desk = try p.browser(p.bob)
      let path = "/patients/\(p.pat)/care-team"
      let page = desk.get(path)
      #expect(page.body.contains("value=\"\(p.alice)\"") && !page.body.contains("value=\"\(p.bob)\""))
      #expect(desk.post(path, ["version": "", "member[]": "\(p.alice)"]).status == 303)
      #expect(try team(p) == [p.alice])
      // Who saw nobody named must not undo it unseen.
      let late = desk.post(path, ["version": ""])
      #expect(late.status == 409)
      #expect(try team(p) == [p.alice])
      #expect(desk.post(path, ["version": "\(p.alice)"]).status == 303)
      #expect(try team(p).isEmpty)
    }
  }

  @Test func whoDoesNotTreatHereIsRefused() throws {
    try withPractice { p in
      let desk = try p.browser(p.bob)
      for other in ["\(p.bob)", "\(UserID.make())"] {
        let answer = desk.post("/patients/\(p.pat)/care-team", ["version": "", "member[]": other])
        #expect(answer.status == 422)
      }
      #expect(try team(p).isEmpty)
      let practitioner = try p.browser(p.alice)
      #expect(practitioner.get("/patients/\(p.pat)/care-team").status == 200)
      let own = practitioner.post("/patients/\(p.pat)/care-team", ["version": "", "member[]": "\(p.alice)"])
      #expect(own.status == 403, "nobody makes themselves part of a care team")
    }
  }

  /// What was written down by a practitioner stays within their reach.
  @Test func whomAPractitionerWritesDownIsTheirs() throws {
    try withPractice { p in
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.ward", "practices_practice", nil)) { tx in
          try tx.execute("UPDATE practices_practice SET practitioners_see = 'own' WHERE practice_id = \(tx.scope)")
        }
      }
      let browser = try p.browser(p.alice)
      let made = browser.post(
        "/patients", ["given": "Nina", "family": "Neu", "language": "en", "gender": "unknown", "is-active": "yes"])
      #expect(made.status == 303)
      #expect(try team(p) == [p.alice])
      #expect(browser.get("/patients").words.contains("Neu, Nina"))
      try p.add("Erika", "Mustermann", born: "1990-04-12")
      let twice = browser.post(
        "/patients",
        [
          "given": "Erika", "family": "Mustermann", "birth-date": "1990-04-12", "language": "en", "gender": "unknown",
          "is-active": "yes",
        ])
      #expect(twice.status == 422)
      #expect(twice.words.contains("Somebody who is not among your patients"))
    }
  }

  @Test func supervisorsAndBillersSeeNoContactOrNote() throws {
    try withPractice { p in
      let supervisor = try p.staff(.supervisor)
      let biller = try p.staff(.biller)
      let erika = try p.add("Erika", "Mustermann", email: "erika@example.org", phone: "+49 30 1234567")
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.relations", "identity_user", nil)) { tx in
          try CareTeam.add(p.alice, to: erika, now: .now, in: tx)
          try tx.execute(
            """
            INSERT INTO identity_supervision (practice_id, supervisor_id, supervisee_id, created_at)
            VALUES (\(tx.scope), \(supervisor), \(p.alice), \(Instant.now))
            """)
          try tx.execute(
            """
            UPDATE patients_patient SET sealed_note = \(tx.seal("Rings twice", PatientColumns.note, row: erika.id))
            WHERE practice_id = \(tx.scope) AND id = \(erika)
            """)
        }
      }
      let seen = try p.browser(supervisor).get("/patients/\(erika)/details")
      #expect(seen.status == 200 && !seen.body.contains("erika@example.org") && !seen.body.contains("Rings twice"))
      let list = try p.browser(supervisor).get("/patients")
      #expect(list.body.contains("Mustermann") && !list.body.contains("erika@example.org"))
      let search = try p.browser(supervisor).post("/patients/search", ["q": "erika@example.org"])
      #expect(!search.body.contains("Mustermann"), "an address is not a question they may ask")
      let bill = try p.browser(biller).get("/patients/\(erika)/details")
      #expect(bill.body.contains("erika@example.org") && !bill.body.contains("Rings twice"))
      #expect(try p.browser(p.bob).get("/patients/\(erika)/details").body.contains("Rings twice"))
    }
  }
}
