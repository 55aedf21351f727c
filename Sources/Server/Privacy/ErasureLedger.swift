import Core
import Crypto
import Database
import Glibc

/// Which parts of which patients were erased: a file outside the database, so that an older copy of the database, put
/// back after a disaster, can be told what it must forget again. Ids and times alone. Lines are only ever added.
struct ErasureLedger {
  struct Entry: Sendable, Hashable {
    let practice: EntityID
    let patient: EntityID
    let part: PatientPart
  }

  let path: String

  /// Adds an entry unless it is there, and returns when it is on the disk.
  func add(_ entry: Entry, at time: Instant) throws(OperatorError) {
    try makeFolder()
    let fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard fd >= 0 else { throw OperatorError("Cannot write the ledger of erasures \(path): \(Errno.text(errno)).") }
    defer { close(fd) }
    guard flock(fd, LOCK_EX) == 0 else { throw OperatorError("Cannot lock \(path): \(Errno.text(errno)).") }
    let bytes = try TextFile.read(path, limit: 1 << 28).bytes
    guard try !Self.parse(bytes, path).contains(entry) else { return }
    // A line without an end was cut off while it was written; what it stood for was not done yet.
    let isTorn = bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false
    let line = Array(((isTorn ? "\n" : "") + Self.line(entry, time) + "\n").utf8)
    guard write(fd, line, line.count) == line.count, fsync(fd) == 0 else {
      throw OperatorError("Cannot write the ledger of erasures \(path): \(Errno.text(errno)).")
    }
  }

  /// Every entry; none when there is no file yet.
  func entries() throws(OperatorError) -> [Entry] {
    guard access(path, F_OK) == 0 else { return [] }
    return try Self.parse(try TextFile.read(path, limit: 1 << 28).bytes, path)
  }

  private static func line(_ entry: Entry, _ time: Instant) -> String {
    let text = "erase \(UTCText.microseconds(time)) \(entry.practice) \(entry.patient) \(word(entry.part))"
    return text + " " + check(text)
  }

  /// Guards against a slip, not against an enemy: whoever may write here may erase.
  private static func check(_ text: String) -> String { Hex.encode(Array(Digest.sha256(Array(text.utf8)).prefix(4))) }

  private static func parse(_ bytes: [UInt8], _ path: String) throws(OperatorError) -> [Entry] {
    let isTorn = bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    if isTorn, let last = lines.last, entry(last) == nil { lines.removeLast() }
    var entries: [Entry] = []
    for (index, line) in lines.enumerated() {
      guard let entry = entry(line) else {
        // A line that was torn once is followed by a whole one.
        if index + 1 < lines.count, line.utf8.count < 120 { continue }
        throw OperatorError("Line \(index + 1) of the ledger of erasures \(path) cannot be read.")
      }
      entries.append(entry)
    }
    return entries
  }

  private static func entry(_ line: String) -> Entry? {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 6, words[0] == "erase", let practice = EntityID(text: words[2]),
      let patient = EntityID(text: words[3]), let part = PatientPart.allCases.first(where: { word($0) == words[4] }),
      check(words[..<5].joined(separator: " ")) == words[5]
    else { return nil }
    return Entry(practice: practice, patient: patient, part: part)
  }

  static func word(_ part: PatientPart) -> String {
    switch part {
    case .record: "record"
    case .contact: "contact"
    }
  }

  private func makeFolder() throws(OperatorError) { try PatientKeyFile.makeFolder(of: path) }
}
