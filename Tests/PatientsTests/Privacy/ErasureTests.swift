import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import Foundation
import SQL
import Synchronization
import TestSupport
import Testing

@testable import Patients

/// Asking for an erasure, and what becomes of it.
@Suite struct ErasureTests {
  /// Remembers what was to be forgotten instead of doing it.
  private final class Forgotten: Sendable {
    let parts = Mutex<[String]>([])
    var eraser: PatientEraser {
      PatientEraser(
        forget: { _, patient, part, _ in self.parts.withLock { $0.append("\(part) of \(patient)") } }, rows: [])
    }
  }

  private func person(_ p: TestPractice) throws -> PatientID {
    try p.add("Erika", "Mustermann", born: "1990-04-12", email: "erika@example.org", phone: "+49 30 1234567")
  }

  @discardableResult
  private func runJobs(_ p: TestPractice, at now: Instant, _ eraser: PatientEraser) throws -> Int {
    let payloads = try p.asOperator { db in
      try db.reader.rows(
        "SELECT payload, run_at FROM jobs_job WHERE practice_id = \(db.scope) AND kind = 'patient.erase' ORDER BY run_at"
      ) { (payload: try $0.text(0), runAt: try $0.instant(1)) }
    }
    var count = 0
    for made in payloads where made.runAt <= now {
      try p.asOperator { db in
        let job = ClaimedJob(
          practice: db.scope.practice, id: .make(), kind: "patient.erase", payload: made.payload, attempt: 1)
        let outcome = try ErasureJob(eraser: eraser).run(job, now, db)
        if outcome == .done { count += 1 }
      }
    }
    return count
  }

  @Test func withNothingToKeepEverythingGoes() throws {
    try withPractice { p in
      let patient = try person(p)
      let owner = try p.browser(try p.staff(.owner))
      let page = owner.get("/patients/\(patient)/erasure")
      #expect(page.status == 200 && page.words.contains("Name, date of birth, and everything in the chart"))
      let refused = owner.post("/patients/\(patient)/erasure", [:])
      #expect(refused.status == 422 && refused.words.contains("Tick that it is the right person"))
      #expect(try Self.erasures(patient, p).isEmpty)
      #expect(owner.post("/patients/\(patient)/erasure", ["understood": "yes"]).status == 303)
      #expect(owner.get("/patients/\(patient)/privacy?done=erasure").words.contains("The erasure is written down"))
      let forgotten = Forgotten()
      #expect(try runJobs(p, at: .now, forgotten.eraser) == 2)
      #expect(forgotten.parts.withLock { Set($0) } == ["contact of \(patient)", "record of \(patient)"])
      let privacy = owner.get("/patients/\(patient)/privacy")
      #expect(privacy.words.contains("Erased patient") && privacy.words.contains("Erased on"))
      #expect(!privacy.body.contains("Mustermann"))
      for path in ["details", "edit", "erasure"] { #expect(owner.get("/patients/\(patient)/\(path)").status == 404) }
      #expect(!owner.get("/patients").body.contains("Mustermann"))
      #expect(try Self.row(patient, p) == "***,-,-,-,-")
      #expect(try Self.actions(patient, p) == ["patient.erase.plan", "patient.erase", "patient.erase"])
      // Once more changes nothing.
      #expect(try runJobs(p, at: .now, forgotten.eraser) == 2)
      #expect(forgotten.parts.withLock { $0.count } == 2)
    }
  }

  @Test func whatTheLawKeepsStaysUntilItsDay() throws {
    try withPractice { p in
      let patient = try person(p)
      let seen = Instant.now.adding(days: -30)
      try p.addAppointments(for: patient, at: [(seen, "fulfilled")])
      let owner = try p.browser(try p.staff(.owner))
      #expect(owner.post("/settings/retention", ["country": "de", "years": ""]).status == 303)
      let page = owner.get("/patients/\(patient)/erasure")
      #expect(page.words.contains("Germany asks for 10 years after the last care"))
      #expect(owner.post("/patients/\(patient)/erasure", ["understood": "yes"]).status == 303)
      let forgotten = Forgotten()
      #expect(try runJobs(p, at: .now, forgotten.eraser) == 1)
      #expect(forgotten.parts.withLock { $0 } == ["contact of \(patient)"])
      #expect(try Self.row(patient, p) == "Mustermann,1990-04-12,-,-,-")
      let privacy = owner.get("/patients/\(patient)/privacy")
      #expect(privacy.words.contains("Will be erased on") && privacy.words.contains("Restricted since"))
      #expect(!privacy.body.contains("/restriction/lifting"))
      #expect(!owner.get("/patients").body.contains("Mustermann"))
      // Ten years on.
      #expect(try runJobs(p, at: seen.adding(days: 3660), forgotten.eraser) == 2)
      #expect(try Self.row(patient, p) == "***,-,-,-,-")
    }
  }

  @Test func visitsAheadComeFirst() throws {
    try withPractice { p in
      let patient = try person(p)
      try p.addAppointments(for: patient, at: [(Instant.now.adding(days: 3), "booked")])
      let owner = try p.browser(try p.staff(.owner))
      #expect(!owner.get("/patients/\(patient)/erasure").body.contains("<button class=\"btn btn-danger\""))
      let refused = owner.post("/patients/\(patient)/erasure", ["understood": "yes"])
      #expect(refused.status == 409 && refused.words.contains("There are appointments ahead"))
      #expect(try Self.erasures(patient, p).isEmpty)
    }
  }

  @Test func onlyOwnersAndAdministratorsErase() throws {
    try withPractice { p in
      let patient = try person(p)
      for user in [p.alice, p.bob] {
        let browser = try p.browser(user)
        #expect(browser.get("/patients/\(patient)/erasure").status == 403)
        #expect(browser.post("/patients/\(patient)/erasure", ["understood": "yes"]).status == 403)
        #expect(!browser.get("/patients/\(patient)/privacy").body.contains("/erasure\""))
      }
      #expect(try Self.erasures(patient, p).isEmpty)
      let stranger = try withPractice { q in try q.browser(try q.staff(.owner)) }
      #expect(stranger.get("/patients/\(patient)/erasure").status == 404)
      #expect(stranger.post("/patients/\(patient)/erasure", ["understood": "yes"]).status == 404)
    }
  }

  private static func erasures(_ patient: PatientID, _ p: TestPractice) throws -> [Erasure] {
    try p.asOperator { try Erasures.all(of: patient, in: $0.reader) }
  }
  /// Family name, date of birth, e-mail address, its index, phone.
  private static func row(_ patient: PatientID, _ p: TestPractice) throws -> String? {
    try p.asOperator { db in
      try db.reader.first(
        """
        SELECT sealed_name, sealed_birth_date, sealed_email, email_index, sealed_phone FROM patients_patient
        WHERE practice_id = \(db.scope) AND id = \(patient)
        """
      ) { row in
        let name = try PatientColumns.name(row, 0, of: patient).family
        let born = try row.openedIfPresent(1, PatientColumns.birthDate, row: patient.id) ?? "-"
        let mail = try row.openedIfPresent(2, PatientColumns.email, row: patient.id) ?? "-"
        return "\(name),\(born),\(mail),\(try row.isNull(3) ? "-" : "x"),\(try row.isNull(4) ? "-" : "x")"
      }
    }
  }
  private static func actions(_ patient: PatientID, _ p: TestPractice) throws -> [String] {
    try p.asOperator { db in
      try db.reader.rows(
        """
        SELECT action FROM audit_event
        WHERE practice_id = \(db.scope) AND patient_id = \(patient) AND action LIKE 'patient.erase%' ORDER BY seq
        """
      ) { try $0.text(0) }
    }
  }
}
