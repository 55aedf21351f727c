import Core
@testable @_spi(Bootstrap) import Database
import TestSupport
import Testing

@testable import Oversight

@Suite struct PatientAccessTests {
  @Test func aPractitionerSeesWhoSawTheRecord() throws {
    try withPractice { p in
      let erika = try p.patient("Erika", "Mustermann")
      try p.event("chart.read", by: .staff(p.alice, .practitioner), patient: p.pat)
      try p.event("patient.update", by: .staff(p.bob, .frontDesk), patient: p.pat)
      try p.event("chart.read", by: .staff(p.bob, .frontDesk), patient: erika)
      let page = try p.browser(p.alice).get("/patients/\(p.pat)/access")
      #expect(page.status == 200)
      #expect(page.words.contains("Chart opened Alice Specimen Practitioner"))
      #expect(page.words.contains("details changed Bob Specimen"))
      #expect(!page.words.contains("Erika Mustermann"))
      #expect(!page.body.contains("/audit"), "the whole trail is not for practitioners")
      #expect(try p.actions().last == "access.read")
      let last = try p.asOperator { db in
        try db.reader.first(
          "SELECT patient_id FROM audit_event WHERE practice_id = \(db.scope) AND action = 'access.read'"
        ) { try $0.id(0, as: PatientID.self) }
      }
      #expect(last == p.pat)
    }
  }

  @Test func nobodyYetIsSaidInWords() throws {
    try withPractice { p in
      let erika = try p.patient("Erika", "Mustermann")
      #expect(try p.browser(p.alice).get("/patients/\(erika)/access").words.contains("Nobody yet"))
    }
  }

  /// The record may go; who saw it does not.
  @Test func theTrailOfAPatientWhoIsGoneStays() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      let erika = try p.patient("Erika", "Mustermann")
      try p.event("chart.read", by: .staff(p.alice, .practitioner), patient: erika)
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.erase", "patients_patient", erika.id)) { tx in
          try tx.execute("DELETE FROM patients_patient WHERE practice_id = \(tx.scope) AND id = \(erika)")
        }
      }
      let page = try p.browser(owner).get("/patients/\(erika)/access")
      #expect(page.words.contains("A patient whose record is gone"))
      #expect(page.words.contains("Chart opened Alice Specimen"))
      #expect(!page.body.contains("href=\"/patients/\(erika)\""), "there is nothing to open")
      #expect(page.body.contains("href=\"/audit?patient=\(erika)\""))
    }
  }

  @Test func othersGetNothing() throws {
    try withPractice { other in
      try withPractice { p in
        for role in [Role.frontDesk, .biller, .supervisor] {
          let browser = try p.browser(try p.staff(role))
          #expect(browser.get("/patients/\(p.pat)/access").status == 403, "\(role)")
        }
        let charlie = try other.browser(other.alice)
        #expect(charlie.get("/patients/\(p.pat)/access").status == 404)
        let alice = try p.browser(p.alice)
        #expect(alice.get("/patients/x/access").status == 404)
        #expect(TestBrowser().get("/patients/\(p.pat)/access").location == "/sign-in")
      }
    }
  }

  @Test func thePatientsPagesLeadThereForThoseWhoMay() throws {
    try withPractice { p in
      let link = "href=\"/patients/\(p.pat)/access\""
      #expect(try p.browser(p.alice).get("/patients/\(p.pat)/chart").body.contains(link))
      #expect(try p.browser(p.alice).get("/patients/\(p.pat)/details").body.contains(link))
      let admin = try p.browser(try p.staff(.admin))
      #expect(admin.get("/patients/\(p.pat)/details").body.contains(link))
      #expect(try !p.browser(p.bob).get("/patients/\(p.pat)/details").body.contains(link))
    }
  }
}
