import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Patients

/// Copies of somebody who is erased, and copies of somebody of whom only the record is left.
@Suite struct ExportErasureTests {
  private func erase(_ part: PatientPart, of patient: PatientID, _ p: TestPractice) throws {
    let eraser = PatientEraser(forget: { _, _, _, _ in }, rows: [])
    try p.asOperator { db in
      try db.transaction(AuditEvent("patient.erase", "patients_patient", patient.id, patient: patient)) { tx in
        try Erasures.apply(part, of: patient, eraser, now: .now, in: tx)
      }
    }
  }

  @Test func theyGoWithTheContactDataAndAreForgottenWithTheRecord() throws {
    try withPractice { p in
      let ready = try p.orderExport(of: p.pat)
      try p.buildExports()
      try p.orderExport(of: p.pat, by: .staff(p.alice))
      try erase(.contact, of: p.pat, p)
      #expect(try p.exports(of: p.pat).map(\.state) == [.gone, .gone])
      #expect(try p.exports(of: p.pat).map(\.outcome) == [.erased, .erased])
      #expect(try p.exportParts(ready).isEmpty)
      #expect(try p.buildExports() == [.done], "the one that waited makes nothing")
      #expect(try p.exportActions() == ["order", "build", "order", "gone", "gone"])
      try erase(.record, of: p.pat, p)
      #expect(try p.exports(of: p.pat).isEmpty)
      let alice = try p.browser(p.alice)
      #expect(alice.get("/patients/\(p.pat)/exports").status == 404)
      #expect(alice.post("/patients/\(p.pat)/exports", [:]).status == 404)
    }
  }

  /// The right to a copy ends with the record, not with the contact data.
  @Test func whatTheLawKeepsIsStillCopied() throws {
    try withPractice { p in
      let patient = try p.add("Erika", "Mustermann", email: "erika@example.org")
      try erase(.contact, of: patient, p)
      let alice = try p.browser(p.alice)
      #expect(alice.post("/patients/\(patient)/exports", [:]).status == 303)
      try p.buildExports()
      let export = try #require(try p.exports(of: patient).last)
      #expect(export.state == .ready)
      let part = try #require(try p.exportParts(export.id).first)
      #expect(part.content == nil && part.record?.starts(with: [0x50, 3]) == true)
      let file = alice.post("/patients/\(patient)/exports/\(export.id)/file", [:])
      #expect(try ExportFixture.read(file.response.body).problems == [])
    }
  }
}
