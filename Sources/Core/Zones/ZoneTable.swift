import Glibc
import Synchronization

/// The zones this process has read, and how they are read.
enum ZoneTable {
  private static let directory = "/usr/share/zoneinfo/"
  /// The largest file of tzdata is about 4 KB.
  private static let maximumFileSize = 65_536
  private static let table = Mutex<[String: ZoneRules]>([:])

  static func rules(of name: String) throws(ZoneError) -> ZoneRules {
    if let known = table.withLock({ $0[name] }) { return known }
    guard isZoneName(name) else { throw .invalidName }
    let rules = try ZoneFile.parse(try read(directory + name, limit: maximumFileSize))
    table.withLock { $0[name] = rules }
    return rules
  }

  /// Letters, digits, `_`, `+`, `-` in segments parted by single slashes. So the path cannot leave the directory.
  /// The database's other trees and pseudo zones are refused.
  private static func isZoneName(_ name: String) -> Bool {
    guard (1...64).contains(name.utf8.count) else { return false }
    let segments = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard segments.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isNameByte) }) else { return false }
    return !["posix", "right", "posixrules", "localtime", "Factory"].contains(String(segments[0]) ?? "")
  }
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  static func read(_ path: String, limit: Int) throws(ZoneError) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw .unknown }
    defer { _ = close(file) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 8192)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe Glibc.read(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // A directory, such as `Europe`, opens but cannot be read.
      guard count >= 0 else { throw .unknown }
      if count == 0 { return content }
      content += chunk[..<count]
      guard content.count <= limit else { throw .malformed }
    }
  }
}
