import Core
@testable import Database
import Foundation
import SQL
import TestSupport
import Testing

@testable import Patients
@testable import Server

/// What stands in a copy, read by somebody else's programs.
@Suite struct ExportContentTests {
  @Test func everythingIsThereAndIsSoundFHIR() throws {
    try withPractice { p in
      let patient = try p.addEverything()
      let read = try ExportFixture.read(try p.export(patient))
      #expect(read.names == ["index.html", "patient.json"] && read.broken == nil)
      #expect(read.type == "collection")
      #expect(read.problems == [])
      for (type, count) in [
        "Patient": 1, "Organization": 1, "RelatedPerson": 1, "CareTeam": 1, "Appointment": 2, "ChargeItem": 1,
        "Encounter": 1, "Condition": 1, "AllergyIntolerance": 1, "MedicationRequest": 1, "Immunization": 1,
        "Observation": 1, "Consent": 1, "Communication": 2, "Flag": 4, "Practitioner": 2,
      ] { #expect(read.types[type] == count, "\(type)") }
      #expect(read.types["AuditEvent", default: 0] >= 2)
    }
  }

  /// Words that did not leave are not said to have reached anybody.
  @Test func whatWasWrittenSaysHowItLeftAndWhetherItDid() throws {
    try withPractice { p in
      try p.addWords("It failed", by: "sms", "failed", sentAt: nil)
      try p.addWords("It is held", by: "email", "waiting", sentAt: nil)
      try p.addWords("It left", by: "email", "sent", sentAt: .now)
      let archive = try p.export(p.pat)
      let read = try ExportFixture.read(archive)
      #expect(read.problems == [])
      for words in ["By SMS: not sent", "By email: not sent"] { #expect(read.words.contains(words), "\(words)") }
      let bundle = String(decoding: try ExportFixture.file("patient.json", of: archive), as: UTF8.self)
      let entries = bundle.components(separatedBy: "\"resourceType\":\"Communication\"")
      for (words, status, isSent) in [
        ("It failed", "stopped", false), ("It is held", "preparation", false), ("It left", "completed", true),
      ] {
        let entry = try #require(entries.first { $0.contains("\"\(words)\"") })
        #expect(entry.contains("\"status\":\"\(status)\"") && entry.contains("\"sent\":") == isSent, "\(entry)")
      }
    }
  }

  /// Where a visit is stands in the copy as a Location, once for all visits there.
  @Test func thePlaceOfAVisitIsALocation() throws {
    try withPractice { p in
      let patient = try p.addEverything()
      let place = EntityID.make()
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.place", "practices_location", place)) { tx in
          try TestPractice.addPlace(
            place, "Studio Lisboa", zone: "Europe/Lisbon", address: "Rua Exemplo 5", in: tx)
          try tx.execute(
            """
            UPDATE scheduling_appointment SET location_id = \(place)
            WHERE practice_id = \(tx.scope) AND patient_id = \(patient)
            """)
        }
      }
      let archive = try p.export(patient)
      let read = try ExportFixture.read(archive)
      #expect(read.problems == [] && read.types["Location"] == 1)
      #expect(read.words.contains("Studio Lisboa"))
      let bundle = String(decoding: try ExportFixture.file("patient.json", of: archive), as: UTF8.self)
      #expect(bundle.contains("Rua Exemplo 5"))
      #expect(
        bundle.components(separatedBy: "\"display\":\"Studio Lisboa\"").count == 3, "two visits take place there")
    }
  }

  @Test func peopleReadTheSameInAPageWithoutScripts() throws {
    try withPractice { p in
      let patient = try p.addEverything()
      let archive = try p.export(patient)
      let read = try ExportFixture.read(archive)
      for words in [
        "A <b>note</b> & more", "Gudrun <Guardian>", "Alice Specimen", "A quiet room, please", "Please <call> us",
        "€95.50",
        "Fell from a ladder", "Please bring <water>", "I agree to <news>.", "Follow-up", "Copy of the record",
        "Patient's details",
        "Use of the record restricted since",
      ] where words != "Patient's details" { #expect(read.words.contains(words), "\(words)") }
      #expect(read.tags["script"] == nil && read.tags["b"] == nil && read.tags["news"] == nil)
      #expect(read.open == [] && read.handlers == [])
      #expect(read.language == "en" && read.direction == "ltr")
      // What is another person's, and what nobody may have.
      let page = String(decoding: try ExportFixture.file("index.html", of: archive), as: UTF8.self)
      let bundle = String(decoding: try ExportFixture.file("patient.json", of: archive), as: UTF8.self)
      for text in [page, bundle] {
        #expect(!text.contains("guardian@private.example"))
        #expect(!text.contains("Pat Example"), "another patient")
        #expect(!text.contains("203.0.113"), "networks of the staff")
      }
    }
  }

  @Test(arguments: Language.allCases) func thePageSpeaksThePatientsLanguage(_ language: Language) throws {
    try withPractice { p in
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.language", "patients_patient", nil)) { tx in
          try tx.execute(
            "UPDATE patients_patient SET language = \(language.rawValue) WHERE practice_id = \(tx.scope) AND id = \(p.pat)"
          )
        }
      }
      let read = try ExportFixture.read(try p.export(p.pat))
      #expect(read.language == language.rawValue && read.direction == language.direction)
      let words = ExportFixture.catalogs.localizer(for: language)
      #expect(read.words.contains(words.text("patients.export.file.title")))
      #expect(read.words.contains(words.text("patients.export.file.nothing")))
      #expect(!read.words.contains("patients.export"))
      #expect(read.problems == [])
    }
  }

  /// Our own import reads it and finds the same records, in another practice.
  private func roundTrip(_ file: [UInt8]) throws {
    try withPractice { p in
      #expect(try p.importFile(file).ending == .imported)
      let patient = try p.imported()
      let bundle = try ExportFixture.file("patient.json", of: try p.export(patient))
      try withPractice { q in
        let report = try q.importFile(bundle)
        #expect(report.ending == .imported && report.count("refused") == 0)
        #expect(try q.records(of: q.imported()) == p.records(of: patient))
        #expect(try q.person(q.imported()) == p.person(patient))
        // The same copy again is nothing new.
        #expect(try q.importFile(bundle).count("create") == 0)
      }
    }
  }

  @Test func anImportOfTheCopyFindsTheSameRecords() throws { try roundTrip(try ImportFixture.bundle()) }

  @Test(
    .enabled(
      if: !ImportFixture.records.isEmpty, "the public records are neither at PRAXIS_SHARED_DATA nor at ../shared/data"),
    arguments: ImportFixture.records.prefix(8))
  func aCopyOfAPublicRecordIsSoundAndComesBackTheSame(_ file: URL) throws {
    try roundTrip(Array(try Data(contentsOf: file)))
    try withPractice { p in
      try p.importFile(Array(try Data(contentsOf: file)))
      let read = try ExportFixture.read(try p.export(try p.imported()))
      #expect(read.problems == [] && read.open == [] && read.handlers == [])
    }
  }

  @Test func theSameRowIsTheSameResourceInEveryCopy() throws {
    try withPractice { p in
      let patient = try p.addEverything()
      func keys() throws -> Set<String> {
        let text = String(decoding: try ExportFixture.file("patient.json", of: try p.export(patient)), as: UTF8.self)
        let keys = text.matches(of: /"fullUrl":"([^"]+)"/).map { String($0.1) }
        return Set(keys)
      }
      let first = try keys()
      try p.endExports(of: patient)
      #expect(try keys().isSuperset(of: first))
    }
  }
}

extension TestPractice {
  /// What a chart keeps, whatever the ids.
  func records(of patient: PatientID) throws -> [String: [String]] {
    try asOperator { db in
      var found: [String: [String]] = [:]
      for section in ExportWiring.clinical {
        var (after, texts): (EntityID?, [String]) = (nil, [])
        repeat {
          let context = try ExportFixture.exporter().context(
            of: Export.plain(of: patient, id: .make()), in: db.reader)
          let page = try section.read(context, after, db.reader)
          texts += page.lines.map { "\($0.when)|\($0.title)|\($0.details.joined(separator: "|"))" }
          after = page.last
        } while after != nil
        found[section.kind.rawValue] = texts.sorted()
      }
      return found
    }
  }

  func person(_ patient: PatientID) throws -> PatientDetails {
    try asOperator { db in try #require(try Patients.find(patient, in: db.reader)).details }
  }

  func endExports(of patient: PatientID) throws {
    for export in try exports(of: patient) {
      try asOperator { db in
        try db.transaction(AuditEvent("test.end", "patients_export", nil)) { tx in
          _ = try Exports.end(export.id, .deleted, now: .now, in: tx)
        }
      }
    }
  }
}

extension Export {
  /// An order that was never made, for a context.
  static func plain(of patient: PatientID, id: ExportID) -> Export {
    Export(
      id: id, patient: patient, orderer: .patient, name: nil, language: .en, state: .waiting, run: 1, section: "",
      after: nil, partsDone: 0, partsTotal: 0, contentBytes: 0, archiveBytes: nil, outcome: nil, orderedAt: .now,
      readyAt: nil, expiresAt: .now, fetchedAt: nil, overAt: nil)
  }
}
