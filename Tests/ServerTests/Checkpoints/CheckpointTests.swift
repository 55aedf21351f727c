import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import Foundation
import Logging
import TestSupport
import Testing

@testable import Server

/// The file of checkpoints: what is added, and what the reader notices.
@Suite struct CheckpointTests {
  private let key = SigningKey.make()
  private let practice = EntityID.make()

  private func head(_ seq: Int) -> AuditHead {
    AuditHead(practice: practice, seq: seq, count: seq, mac: Digest.sha256([UInt8(seq)]))
  }

  /// Lines 1 to `count` of a whole file.
  private func lines(_ count: Int) -> [String] {
    var previous = CheckpointLine.nothingBefore
    return (1...count).map { number in
      let line = CheckpointLine(
        number: number, kind: number == 1 ? .all : .new, time: Instant(seconds: Int64(number) * 300),
        previous: previous,
        heads: [head(number)], key: key)
      previous = Digest.sha256(Array(line.text.utf8))
      return line.text
    }
  }
  private func read(_ lines: [String], end: String = "\n") -> CheckpointReading {
    CheckpointReading(Array((lines.joined(separator: "\n") + end).utf8), key: key.verifyingKey)
  }

  @Test func aLineSaysWhatItWasMadeOfAndNothingElse() throws {
    let text = try #require(lines(2).last)
    let line = try #require(CheckpointLine(text: text))
    #expect(line.text == text && line.heads == [head(2)] && line.number == 2 && line.kind == .new)
    #expect(line.isSigned(by: key.verifyingKey) && !line.isSigned(by: SigningKey.make().verifyingKey))
    for other in [
      text + " ", " " + text, text.replacing("-0", with: "-00"), text.uppercased(), String(text.dropLast()),
    ] {
      #expect(CheckpointLine(text: other) == nil, "\(other)")
    }
  }

  @Test func aWholeFileHasNoProblemsAndKnowsEveryHead() {
    let reading = read(lines(6))
    #expect(reading.problems.isEmpty)
    #expect(reading.newest?.number == 6)
    #expect(reading.witness(of: practice).heads.map(\.head.seq) == [1, 2, 3, 4, 5, 6])
    #expect(CheckpointReading([], key: key.verifyingKey).problems.isEmpty)
  }

  /// What is done to lines 1 to 6, and how the sentence about it begins.
  @Test(arguments: [
    ("missing", "Checkpoint 4 is missing: the next one is 5."), ("first missing", "Checkpoint 1 is missing"),
    ("two missing", "Checkpoint 3 is missing: the next one is 5."), ("swapped", "Checkpoint 3 is missing"),
    ("repeated", "Checkpoint 4 stands behind checkpoint 4."), ("letter", "Line 4 is no checkpoint"),
    ("count", "Checkpoint 5 does not follow"), ("forged", "Checkpoint 7 is not signed by this installation"),
    ("resigned", "Checkpoint 5 does not follow"), ("cut", "Line 6 is no checkpoint: it was changed, or cut off."),
    ("garbage", "Line 7 is no checkpoint"), ("empty", "Line 4 is no checkpoint"),
  ])
  func whatWasDoneToItIsNamed(_ what: String, _ sentence: String) throws {
    var lines = self.lines(6)
    var end = "\n"
    let stranger = SigningKey.make()
    switch what {
    case "missing": lines.remove(at: 3)
    case "first missing": lines.remove(at: 0)
    case "two missing": lines.removeSubrange(2...3)
    case "swapped": lines.swapAt(2, 3)
    case "repeated": lines.insert(lines[3], at: 4)
    case "letter": lines[3] = lines[3].replacing("praxis", with: "Praxis")
    case "count": lines[3] = lines[3].replacing("/4/4/", with: "/4/3/")
    case "forged", "resigned":
      let previous = Digest.sha256(Array(lines[what == "forged" ? 5 : 2].utf8))
      let line = CheckpointLine(
        number: what == "forged" ? 7 : 4, kind: .new, time: .now, previous: previous, heads: [head(9)], key: stranger)
      if what == "forged" { lines.append(line.text) } else { lines[3] = line.text }
    case "cut":
      lines[5] = String(lines[5].dropLast(20))
      end = ""
    case "garbage": lines.append("x")
    case "empty": lines.insert("", at: 3)
    default: Issue.record("\(what)")
    }
    let problems = read(lines, end: end).problems
    #expect(problems.contains { $0.hasPrefix(sentence) }, "\(problems)")
  }

  /// Whoever rewrites the file from some line on needs the key: without it the lines they wrote do not count.
  @Test func linesOfAnotherKeyAreNoWitnesses() throws {
    var lines = self.lines(3)
    let line = CheckpointLine(
      number: 4, kind: .new, time: .now, previous: Digest.sha256(Array(lines[2].utf8)), heads: [head(9)],
      key: SigningKey.make())
    lines.append(line.text)
    #expect(read(lines).witness(of: practice).heads.map(\.head.seq) == [1, 2, 3])
  }

  /// A worker that dies in the middle of a line: the next goes on behind it, and the file counts as whole.
  @Test func aLineThatWasTornByACrashIsVouchedForByTheNext() throws {
    let folder = try TemporaryDirectory()
    let log = CheckpointLog(path: folder.path + "/checkpoints.log")
    func add(_ seq: Int) throws -> CheckpointLine? {
      try log.append { tail in
        CheckpointLine(
          number: tail.number + 1, kind: .all, time: .now, previous: tail.previous, heads: [head(seq)], key: key)
      }
    }
    _ = try add(1)
    let handle = try #require(FileHandle(forWritingAtPath: log.path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("praxis-checkpoint 1 2 al".utf8))
    try handle.close()
    #expect(try add(3)?.number == 3)
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: log.path)))
    let reading = CheckpointReading(bytes, key: key.verifyingKey)
    #expect(reading.problems.isEmpty, "\(reading.problems)")
    #expect(reading.newest?.number == 3)
    #expect(try FileManager.default.attributesOfItem(atPath: log.path)[.posixPermissions] as? Int == 0o600)
  }

  /// Every practice of the database at first, then those whose chain has moved; no second line within minutes.
  @Test func theWriterAddsWhatIsNewEveryFiveMinutes() throws {
    try withPractice { p in
      let folder = try TemporaryDirectory()
      let log = CheckpointLog(path: folder.path + "/checkpoints.log")
      let writer = CheckpointWriter(log: log, key: key, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      let connection = try TestServer.connect()
      let own = try p.asOperator { $0.scope.practice.id }
      let start = Instant(seconds: Instant.now.seconds / 86_400 * 86_400 + 3600)
      let first = try #require(try writer.run(now: start, on: connection))
      #expect(first.kind == .all && first.heads.contains { $0.practice == own && $0.seq == 2 && $0.count == 2 })
      #expect(try writer.run(now: start.adding(seconds: 60), on: connection) == nil, "another worker just did")
      try p.asOperator { db in try db.transaction(AuditEvent("test.more", "identity_user", nil)) { _ in } }
      let second = try #require(try writer.run(now: start.adding(seconds: 300), on: connection))
      #expect(second.kind == .new && second.number == 2)
      #expect(second.heads.contains { $0.practice == own && $0.seq == 3 && $0.count == 3 })
      let third = try #require(try writer.run(now: start.adding(seconds: 600), on: connection))
      #expect(!third.heads.contains { $0.practice == own }, "it stands where it stood")
      let nextDay = try #require(try writer.run(now: start.adding(days: 1), on: connection))
      #expect(nextDay.kind == .all && nextDay.heads.contains { $0.practice == own && $0.seq == 3 && $0.count == 3 })
      let reading = CheckpointReading([UInt8](try Data(contentsOf: URL(filePath: log.path))), key: key.verifyingKey)
      #expect(reading.problems.isEmpty && reading.hashes.count == 4)
      #expect(try AuditReport(of: p.slug, reading, nil, on: connection).lines.last == "\(p.slug): intact, 3 events.")
    }
  }

  /// A deleted event shows in the count of the next line already.
  @Test func theCountTellsOfAGap() throws {
    try withPractice { p in
      let folder = try TemporaryDirectory()
      let log = CheckpointLog(path: folder.path + "/checkpoints.log")
      let writer = CheckpointWriter(log: log, key: key, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      let connection = try TestServer.connect()
      let own = try p.asOperator { $0.scope.practice.id }
      let start = Instant(seconds: Instant.now.seconds / 86_400 * 86_400 + 3600)
      _ = try writer.run(now: start, on: connection)
      for _ in 1...3 {
        try p.asOperator { db in try db.transaction(AuditEvent("test.more", "identity_user", nil)) { _ in } }
      }
      try TestServer.connectAsRoot().runScript(
        "DELETE FROM audit_event WHERE practice_id = x'\(Hex.encode(own.bytes))' AND seq = 4")
      let line = try #require(try writer.run(now: start.adding(seconds: 300), on: connection))
      #expect(line.heads.first { $0.practice == own }.map { [$0.seq, $0.count] } == [5, 4])
    }
  }
}
