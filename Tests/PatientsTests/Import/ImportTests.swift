import Core
import Database
import SQL
import Testing
import TestSupport

@testable import Patients
@testable import Server

@Suite struct ImportTests {
  @Test func aFileBecomesOnePatientWithEveryRecord() throws {
    try withPractice { p in
      let before = try p.rows()
      let report = try p.importFile(try ImportFixture.bundle())
      #expect(report.ending == .imported)
      #expect(report.lines.filter { $0.fate == "refused" } == [])
      let after = try p.rows()
      for kind in [
        "Patient", "AllergyIntolerance", "Condition", "MedicationRequest", "Encounter", "Immunization", "Observation",
        "import",
      ] { #expect(after[kind, default: 0] - before[kind, default: 0] == 1, "\(kind)") }
      #expect(report.count("create") == 7)
      let words = try p.browser(p.alice).get("/patients/\(p.imported())/chart").words
      #expect(!words.contains("No allergies recorded"))
      #expect(!words.contains("No vital signs recorded"))
    }
  }

  @Test func aSecondImportOfTheSameFileCreatesNothing() throws {
    try withPractice { p in
      let file = try ImportFixture.bundle()
      try p.importFile(file)
      var first = try p.rows()
      let report = try p.importFile(file)
      #expect(report.count("create") == 0)
      #expect(report.count("unchanged") == 7)
      first["import"] = 2
      #expect(try p.rows() == first)
    }
  }

  @Test func whatANewerFileAddsGoesToThePatientWhoIsHere() throws {
    try withPractice { p in
      try p.importFile(try ImportFixture.bundle(others: ["encounter"]))
      let patient = try p.imported()
      let report = try p.importFile(try ImportFixture.bundle())
      #expect(report.count("create") == 5)
      let owners = try p.count { db in
        """
        SELECT COUNT(*) FROM clinical_condition WHERE practice_id = \(db.scope) AND patient_id = \(patient)
        """
      }
      #expect(owners == 1)
      #expect(try p.audit("patient.import").count == 2)
      #expect(try p.audit("patient.import").patient == patient)
    }
  }

  @Test func aDryRunTellsTheSameAndWritesNothing() throws {
    try withPractice { p in
      let before = try p.rows()
      let dry = try p.importFile(try ImportFixture.bundle(), isDryRun: true)
      #expect(dry.ending == .previewed)
      #expect(try p.rows() == before)
      let real = try p.importFile(try ImportFixture.bundle())
      #expect(dry.lines == real.lines)
    }
  }

  @Test(arguments: [
    ("", "The file is not JSON. Line 1, column 1: The file is empty."),
    ("{\"resourceType\": \"Bundle\",\n \"type\": oops}", "Line 2, column 10: A value is expected here."),
    ("<Bundle xmlns=\"http://hl7.org/fhir\"/>", "The file is XML."),
    ("{\"a\": 1}", "it has no resourceType"),
    ("{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": []}", "The Bundle has no entries."),
    (
      "{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [{\"resource\": {\"resourceType\": "
        + "\"MedicationOrder\"}}]}", "The file is FHIR DSTU2"
    ),
  ])
  func aFileThatCannotBeReadIsNamedPreciselyAndNothingChanges(_ text: String, _ message: String) throws {
    try withPractice { p in
      let before = try p.rows()
      let report = try p.importFile(Array(text.utf8))
      guard case .unreadable(let sentence) = report.ending else { throw TestFailure("it was read") }
      #expect(sentence.contains(message), "\(sentence)")
      #expect(try p.rows() == before)
    }
  }

  @Test func aFileThatIsTooLargeIsRefusedBeforeItIsRead() throws {
    try withPractice { p in
      let report = try p.importFile([UInt8](repeating: 0x20, count: ImportLimits.file + 1))
      let reason = "Line 1, column 1: The file is larger than 20000000 bytes."
      #expect(report.ending == .unreadable("The file is not JSON. \(reason)"))
    }
  }

  @Test func aBrokenRowIsRefusedByPathAndTheOthersAreImported() throws {
    try withPractice { p in
      let file = try FHIRFixture.bundle([
        try FHIRFixture.text("patient"), try FHIRFixture.text("encounter"),
        "{\"resourceType\": \"Condition\", \"id\": \"c9\", \"subject\": {\"reference\": \"Patient/testa\"}, "
          + "\"code\": {\"text\": \"x\"}, \"onsetDateTime\": \"2020-02-30\"}",
      ])
      let report = try p.importFile(file)
      #expect(report.ending == .imported)
      let refused = try #require(report.lines.first { $0.fate == "refused" })
      #expect(refused.entry == 2)
      #expect(refused.reason == "entry[2].resource.onsetDateTime: “2020-02-30” does not exist on a calendar or clock.")
      #expect(report.count("create") == 2)
    }
  }

  @Test func aRecordWithMoreTextThanFitsIsRefusedNotCut() throws {
    try withPractice { p in
      let long = String(repeating: "ä", count: 4100)
      let file = try FHIRFixture.bundle([
        try FHIRFixture.text("patient"),
        "{\"resourceType\": \"Condition\", \"id\": \"c9\", \"subject\": {\"reference\": \"Patient/testa\"}, "
          + "\"code\": {\"text\": \"\(long)\"}}",
      ])
      let report = try p.importFile(file)
      #expect(report.lines.last?.fate == "refused")
      #expect(report.lines.last?.reason == "entry[1].resource: This is longer than 7900 characters.")
      #expect(try p.rows("Condition") == 0)
    }
  }

  // MARK: People who look alike

  private func twin(_ p: TestPractice) throws -> PatientID {
    let plan = try ImportPlan.read(try ImportFixture.bundle(), limit: ImportLimits.file)
    let person = try #require(plan.patients.first)
    return try p.add(
      person.name.given.uppercased(), person.name.family, born: try #require(person.birthDate).description)
  }

  @Test func aPersonWhoIsHereFromElsewhereStopsTheFileUntilSomebodyDecides() throws {
    try withPractice { p in
      let known = try twin(p)
      let before = try p.rows()
      let report = try p.importFile(try ImportFixture.bundle())
      guard case .undecided(let questions) = report.ending else { throw TestFailure("it was imported") }
      #expect(questions.count == 1)
      #expect(questions[0].contains("same name and date of birth"))
      #expect(questions[0].contains("\(known)"))
      #expect(try p.rows() == before)
    }
  }

  @Test func recordsCanBeAttachedToThePersonWhoIsHere() throws {
    try withPractice { p in
      let known = try twin(p)
      let patients = try p.rows("Patient")
      let file = try ImportFixture.bundle()
      #expect(try p.importFile(file, duplicates: .attach).count("create") == 6)
      #expect(try p.rows("Patient") == patients)
      #expect(try p.audit("patient.import").patient == known)
      // The records are known now, so nobody has to decide again.
      let again = try p.importFile(file)
      #expect(again.ending == .imported)
      #expect(again.count("create") == 0)
      #expect(again.count("unchanged") == 7)
    }
  }

  @Test func aPersonCanBeLeftOutOrImportedAnyway() throws {
    try withPractice { p in
      _ = try twin(p)
      let people = try p.rows("Patient")
      let skipped = try p.importFile(try ImportFixture.bundle(), duplicates: .skip)
      #expect(skipped.count("skipped") == 7)
      #expect(try p.rows("Condition") == 0)
      #expect(try p.importBundle(duplicates: .create).count("create") == 7)
      let after = try p.rows("Patient")
      #expect(after == people + 1)
    }
  }

  @Test func theSamePersonInAnotherPracticeIsNoQuestion() throws {
    try withPractice { other in
      try other.importFile(try ImportFixture.bundle())
      try withPractice { p in
        let report = try p.importBundle()
        #expect(report.count("create") == 7)
        #expect(try p.rows("Condition") == 1)
      }
      #expect(try other.rows("Condition") == 1)
    }
  }

  // MARK: Undo

  @Test func undoLeavesThingsAsTheyWereAndTheFileCanBeImportedAgain() throws {
    try withPractice { p in
      var before = try p.rows()
      let file = try ImportFixture.bundle()
      try p.importFile(file)
      try p.undo()
      before["import"] = 1
      #expect(try p.rows() == before)
      #expect(try p.audit("import.undo").count == 1)
      #expect(try p.importFile(file).count("create") == 7)
    }
  }

  @Test func undoTakesAttachedRecordsBackAndKeepsThePerson() throws {
    try withPractice { p in
      let known = try twin(p)
      let before = try p.rows("Patient")
      try p.importFile(try ImportFixture.bundle(), duplicates: .attach)
      try p.undo()
      #expect(try p.rows("Condition") == 0)
      #expect(try p.rows("Patient") == before)
      let kept = try p.asOperator { db in try Patients.find(known, in: db.reader) }
      #expect(kept?.version == 1)
    }
  }

  @Test func undoIsRefusedWhileSomethingElseRefersToThePatient() throws {
    try withPractice { p in
      try p.importFile(try ImportFixture.bundle())
      let patient = try p.imported()
      try p.addAppointments(for: patient, at: [(.now, "booked"), (Instant.now.adding(days: 1), "booked")])
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.edit", "patients_patient", patient.id)) { tx in
          try tx.execute(
            "UPDATE patients_patient SET version = version + 1 WHERE practice_id = \(tx.scope) AND id = \(patient)")
        }
      }
      let before = try p.rows()
      let error = #expect(throws: ImportUndo.Refused.self) { try p.undo() }
      #expect(error?.obstacles.map(\.kind) == [.edited, .appointments])
      #expect(error?.obstacles.map(\.count) == [1, 2])
      #expect(error?.obstacles.first?.patient == patient)
      #expect(try p.rows() == before)
      #expect(try p.audit("import.undo").count == 0)
    }
  }

  @Test func undoIsRefusedWhileALaterImportAddedToThePatient() throws {
    try withPractice { p in
      try p.importFile(try ImportFixture.bundle(others: ["encounter"]))
      let first = try p.importID()
      try p.importFile(try ImportFixture.bundle())
      let error = #expect(throws: ImportUndo.Refused.self) {
        try p.asOperator { db in try ImportUndo.run(first, ClinicalImportWiring.clinical, in: db) }
      }
      #expect(error?.obstacles.map(\.kind) == [.otherRecords])
      try p.undo()
      try p.asOperator { db in try ImportUndo.run(first, ClinicalImportWiring.clinical, in: db) }
      #expect(try p.rows("Encounter") == 0)
    }
  }

  @Test func anUndoneImportCannotBeUndoneTwice() throws {
    try withPractice { p in
      try p.importFile(try ImportFixture.bundle())
      try p.undo()
      #expect(throws: ImportUndo.Gone.self) { try p.undo() }
    }
  }
}
