import Core
import Database
import Foundation
import Testing
import TestSupport

@testable import Server

@Suite struct ImportCommandTests {
  private func run(
    _ p: TestPractice, _ files: [String], duplicates: String? = nil, isDryRun: Bool = false, rows: Bool = false
  ) throws -> (status: FHIRImportRun.Status, lines: [String]) {
    let order = try FHIRImportRun.Order(
      practice: p.slug, files: files, duplicates: duplicates, isDryRun: isDryRun, listsRows: rows)
    var lines: [String] = []
    let status = try FHIRImportRun.run(order, on: p.connection) { lines.append($0) }
    return (status, lines)
  }

  private func write(_ content: [UInt8], _ name: String, in folder: TemporaryDirectory) throws -> String {
    let path = folder.path + "/" + name
    try Data(content).write(to: URL(filePath: path))
    return path
  }

  @Test func aFileIsImportedAndSummedUp() throws {
    try withPractice { p in
      let folder = try TemporaryDirectory()
      let path = try write(try ImportFixture.bundle(), "a.json", in: folder)
      let dry = try run(p, [path], isDryRun: true)
      #expect(dry.status == .complete)
      #expect(dry.lines.first == "\(path): would create 7, 0 unchanged, 3 left out, 0 refused, 0 skipped.")
      #expect(try p.rows("Condition") == 0)
      let real = try run(p, [path], rows: true)
      #expect(real.lines.first == "\(path): created 7, 0 unchanged, 3 left out, 0 refused, 0 skipped.")
      #expect(real.lines.count == 11)
      #expect(real.lines.contains("  entry[0] Patient: create"))
      #expect(!real.lines.joined().contains("Mustermann"))
      let again = try run(p, [path])
      #expect(again.lines.first == "\(path): created 0, 7 unchanged, 3 left out, 0 refused, 0 skipped.")
      #expect(try p.audit("import.run").count == 2)
    }
  }

  @Test func oneBadFileDoesNotStopTheOthersAndIsTheExitStatus() throws {
    try withPractice { p in
      let folder = try TemporaryDirectory()
      let good = try write(try ImportFixture.bundle(), "good.json", in: folder)
      let bad = try write(Array("{".utf8), "bad.json", in: folder)
      let result = try run(p, [bad, folder.path + "/missing.json", good])
      #expect(result.status == .filesNotImported)
      let reason = "Line 1, column 2: The file ends in the middle of a value; it may have been cut off."
      #expect(result.lines[0] == "\(bad): not imported. The file is not JSON. \(reason)")
      #expect(result.lines[1].contains("missing.json: not imported. Cannot read"))
      #expect(try p.rows("Condition") == 1)
    }
  }

  @Test func peopleWhoLookAlikeAreNamedWithWhatToSay() throws {
    try withPractice { p in
      let folder = try TemporaryDirectory()
      try p.add("Testa Probe", "Mustermann-Beispiel", born: "1980-02-29")
      let path = try write(try ImportFixture.bundle(), "a.json", in: folder)
      let result = try run(p, [path])
      #expect(result.status == .filesNotImported)
      #expect(result.lines[0] == "\(path): not imported. Say --duplicates attach, skip or create about:")
      #expect(result.lines[1].contains("Testa Probe Mustermann-Beispiel, born 1980-02-29"))
      #expect(try run(p, [path], duplicates: "attach").status == .complete)
    }
  }

  @Test func refusedRowsAreNamedAndHaveTheirOwnStatus() throws {
    try withPractice { p in
      let folder = try TemporaryDirectory()
      let broken = "{\"resourceType\": \"Condition\", \"id\": \"c9\", \"subject\": {\"reference\": \"Patient/testa\"}}"
      let file = try FHIRFixture.bundle([try FHIRFixture.text("patient"), broken])
      let result = try run(p, [try write(file, "a.json", in: folder)])
      #expect(result.status == .rowsRefused)
      let reason = "entry[1].resource.code: This is required but missing."
      #expect(result.lines.last == "  entry[1] Condition: refused. \(reason)")
    }
  }

  @Test func anUnknownPracticeOrRuleIsSaid() throws {
    try withPractice { p in
      let folder = try TemporaryDirectory()
      let path = try write(try ImportFixture.bundle(), "a.json", in: folder)
      let order = try FHIRImportRun.Order(
        practice: "nobody", files: [path], duplicates: nil, isDryRun: false, listsRows: false)
      #expect(throws: OperatorError("There is no practice nobody.")) {
        try FHIRImportRun.run(order, on: p.connection) { _ in }
      }
      #expect(throws: OperatorError("--duplicates is one of attach, skip, create, not all.")) {
        try run(p, [path], duplicates: "all")
      }
    }
  }
}
