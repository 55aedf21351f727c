import Core
import Foundation
@testable @_spi(Bootstrap) import Database
import SQL
import Testing
import TestSupport

/// The list that rotation and erasure go by is complete: what is missing there would be lost with its key.
@Suite struct SealedPlacesTests {
  /// Sealed, though their names do not say so.
  private static let otherwiseNamed: Set = ["patients_import.file_name"]

  @Test func everySealedColumnIsKnown() throws {
    var columns: Set<String> = []
    try TestServer.connectAsRoot().run(
      """
      SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns
      WHERE table_schema = 'praxis_store' AND column_name LIKE 'sealed%'
      """
    ) { row in columns.insert(try row.text(0)) }
    #expect(columns.count > 20)
    #expect(columns.union(Self.otherwiseNamed) == Set(SealedPlaces.all.map(\.name)))
  }

  /// A value sealed for a place that the list lacks is refused, and the sources name none.
  @Test func everyPlaceTheSourcesSealForIsKnown() throws {
    let known = Set(SealedPlaces.all.map(\.name)).union(["practices_key.wrapped", "keys.patients"])
    let pattern = try Regex(#"SealedColumn\(\s*"([a-z_]+)",\s*"([a-z_]+)""#, as: (Substring, Substring, Substring).self)
    var named: Set<String> = []
    let folder = TestServer.repository + "/Sources"
    for case let path as String in FileManager.default.enumerator(atPath: folder) ?? .init()
    where path.hasSuffix(".swift") {
      let text = try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
      for match in text.matches(of: pattern) { named.insert("\(match.output.1).\(match.output.2)") }
    }
    #expect(named.count > 15)
    #expect(named.subtracting(known) == [])
  }

  @Test func aValueOfAnUnknownPlaceOrWithoutItsPatientIsNotSealed() throws {
    try withPractice { p in
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.write", "patients_patient", nil)) { tx in
          #expect(throws: UnboundSeal.self) { try tx.seal("x", .init("patients_patient", "nowhere"), row: .make()) }
          #expect(throws: UnboundSeal.self) {
            try tx.seal("x", .init("clinical_allergy", "sealed_content"), row: .make())
          }
        }
      }
    }
  }
}
