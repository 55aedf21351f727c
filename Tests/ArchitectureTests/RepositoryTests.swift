import TestSupport
import Testing

/// The repository as a whole.
@Suite struct RepositoryTests {
  /// Somebody's folders and tools are nobody else's.
  @Test func nothingNamesTheMachineItWasWrittenOn() {
    let marks = [
      "/wo" + "rk/", "/wo" + "rktree", "shared/" + "architecture", "shared/" + "design", "shared/" + "examples",
      "/home/" + "user",
    ]
    for file in Checkout.files {
      for (number, line) in file.lines.enumerated() {
        for mark in marks where line.contains(mark) { Issue.record("\(file.path):\(number + 1): \(mark)") }
      }
    }
  }

  @Test func nothingIsLeftUndone() {
    let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX:"]
    for file in Checkout.sources {
      for mark in marks where file.text.contains(mark) { Issue.record("\(file.path): \(mark)") }
    }
  }

  @Test func noTestsOrSourcesAreEmpty() {
    for file in Checkout.swift where file.path.hasSuffix("/Placeholder.swift") {
      Issue.record("\(file.path) holds nothing")
    }
  }

  /// Every table of a practice starts its key with it, so that a reference into another is refused by the database.
  @Test func everyTableBelongsToAFeatureAndAPractice() {
    let prefixes = Checkout.features.map { $0.lowercased() } + ["audit", "jobs", "platform"]
    for file in Checkout.files where file.path.hasPrefix("schema/0") {
      for piece in file.text.components(separatedBy: "CREATE TABLE ").dropFirst() {
        let table = String(piece.prefix { $0 != " " && $0 != "(" })
        let body = piece.components(separatedBy: "\n);").first ?? ""
        #expect(prefixes.contains(String(table.prefix { $0 != "_" })), "\(file.path): whose is \(table)?")
        guard !table.hasPrefix("platform_") else { continue }
        let key =
          body.contains("PRIMARY KEY (practice_id,") || body.contains("PRIMARY KEY (practice_id)")
          || body.contains("practice_id       BINARY(16)   NOT NULL PRIMARY KEY")
          || body.contains("practice_id       BINARY(16)      NOT NULL PRIMARY KEY")
        #expect(key, "\(file.path): the key of \(table) does not start with the practice")
        for reference in body.components(separatedBy: "FOREIGN KEY (").dropFirst() {
          #expect(reference.hasPrefix("practice_id"), "\(file.path): a reference of \(table) leaves the practice out")
        }
      }
    }
  }
}
