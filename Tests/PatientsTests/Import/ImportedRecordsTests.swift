import Core
import Database
import Foundation
import Testing
import TestSupport

@testable import Patients
@testable import Server

/// Forty synthetic records nobody here wrote, imported and counted a second time with Foundation's JSON reader.
@Suite struct ImportedRecordsTests {
  private static let mapped: Set<String> = [
    "Patient", "AllergyIntolerance", "MedicationRequest", "Condition", "Encounter", "Immunization",
  ]

  /// What must stand in the tables, after Foundation.
  private func expected(_ data: Data) throws -> [String: Int] {
    let bundle = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var counts: [String: Int] = [:]
    for entry in try #require(bundle["entry"] as? [[String: Any]]) {
      let resource = try #require(entry["resource"] as? [String: Any])
      let type = try #require(resource["resourceType"] as? String)
      let categories = (resource["category"] as? [[String: Any]])?.compactMap { $0["coding"] as? [[String: Any]] } ?? []
      let isVitalSign = categories.joined().contains { $0["code"] as? String == "vital-signs" }
      if Self.mapped.contains(type) || type == "Observation" && isVitalSign { counts[type, default: 0] += 1 }
    }
    return counts
  }

  @Test(
    .enabled(
      if: !ImportFixture.records.isEmpty, "the public records are neither at PRAXIS_SHARED_DATA nor at ../shared/data"))
  func allFortyAreImportedWholeAndOnlyOnce() throws {
    let files = ImportFixture.records
    try withPractice { p in
      var expectedRows = try p.rows()
      var (slowest, total) = (Duration.zero, Duration.zero)
      for file in files {
        let data = try Data(contentsOf: file)
        for (type, count) in try expected(data) { expectedRows[type, default: 0] += count }
        let start = ContinuousClock.now
        let report = try p.importFile(Array(data))
        let duration = ContinuousClock.now - start
        (slowest, total) = (max(slowest, duration), total + duration)
        #expect(report.ending == .imported)
        #expect(report.count("refused") == 0)
      }
      print("MEASURED import of \(files.count) files: \(total), slowest \(slowest)")
      expectedRows["import"] = files.count
      #expect(try p.rows() == expectedRows)
      for file in files {
        let again = try p.importFile(Array(try Data(contentsOf: file)))
        #expect(again.count("create") == 0, "\(file.lastPathComponent)")
      }
      expectedRows["import"] = 2 * files.count
      #expect(try p.rows() == expectedRows)
      try withPractice { other in
        let rows = try other.rows()
        #expect(rows["Patient"] == 1)
        #expect(rows.filter { $0.key != "Patient" }.values.allSatisfy { $0 == 0 })
      }
    }
  }
}
