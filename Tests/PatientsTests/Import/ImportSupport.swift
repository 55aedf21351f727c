import Core
import Database
import Foundation
import SQL
import Testing
import TestSupport

@testable import Patients
@testable import Server

/// Files to import and what they leave in the tables.
enum ImportFixture {
  static let importer = RecordImport(clinical: ClinicalImportWiring.clinical)

  /// A patient with one record of each kind.
  static func bundle(
    patient: [(String, String)] = [],
    others: [String] = [
      "practitioner", "role", "medication", "encounter", "condition", "allergy", "medication-request", "immunization",
      "observation",
    ]
  ) throws -> [UInt8] {
    try FHIRFixture.bundle([try FHIRFixture.text("patient", patient)] + others.map { try FHIRFixture.text($0) })
  }

  /// `$PRAXIS_SHARED_DATA/fhir-r4`, or the folder beside the checkout.
  static var records: [URL] {
    let root = URL(filePath: #filePath).appending(path: "../../../../../shared/data").standardizedFileURL
    let data = ProcessInfo.processInfo.environment["PRAXIS_SHARED_DATA"].map { URL(filePath: $0) } ?? root
    let folder = data.appending(path: "fhir-r4")
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      return names.filter { $0.hasSuffix(".json") }.sorted().map { folder.appending(path: $0) }
    } catch { return [] }
  }
}

extension TestPractice {
  /// Imports as the operator does at the command line.
  @discardableResult
  func importFile(
    _ content: [UInt8], duplicates: DuplicateRule? = nil, isDryRun: Bool = false
  ) throws -> ImportReport {
    try asOperator { db in
      try ImportFixture.importer.run(
        ImportFile(name: "record.json", content: content), duplicates: duplicates, isDryRun: isDryRun, now: .now,
        in: db)
    }
  }

  @discardableResult
  func importBundle(duplicates: DuplicateRule? = nil) throws -> ImportReport {
    try importFile(try ImportFixture.bundle(), duplicates: duplicates)
  }

  /// Rows of each table an import writes.
  func rows() throws -> [String: Int] {
    try asOperator { db in
      let counts = try db.reader.rows(
        """
        SELECT 'Patient', COUNT(*) FROM patients_patient WHERE practice_id = \(db.scope)
        UNION ALL SELECT 'AllergyIntolerance', COUNT(*) FROM clinical_allergy WHERE practice_id = \(db.scope)
        UNION ALL SELECT 'Condition', COUNT(*) FROM clinical_condition WHERE practice_id = \(db.scope)
        UNION ALL SELECT 'MedicationRequest', COUNT(*) FROM clinical_medication WHERE practice_id = \(db.scope)
        UNION ALL SELECT 'Encounter', COUNT(*) FROM clinical_encounter WHERE practice_id = \(db.scope)
        UNION ALL SELECT 'Immunization', COUNT(*) FROM clinical_immunization WHERE practice_id = \(db.scope)
        UNION ALL SELECT 'Observation', COUNT(*) FROM clinical_observation WHERE practice_id = \(db.scope)
        UNION ALL SELECT 'import', COUNT(*) FROM patients_import WHERE practice_id = \(db.scope)
        """
      ) { (try $0.text(0), try $0.int(1)) }
      return Dictionary(uniqueKeysWithValues: counts)
    }
  }

  func rows(_ kind: String) throws -> Int { try rows()[kind] ?? 0 }

  /// The latest import of this practice.
  func importID() throws -> ImportID {
    try asOperator { db in try #require(try Imports.history(in: db.reader).first?.id) }
  }
  func undo() throws {
    let id = try importID()
    try asOperator { db in try ImportUndo.run(id, ClinicalImportWiring.clinical, in: db) }
  }
  func imported() throws -> PatientID {
    let id = try importID()
    return try asOperator { db in try #require(try Imports.patients(of: id, in: db.reader).first?.id) }
  }
}
