import Core
import Crypto
import Foundation

/// A list of known passwords of a test's own.
public enum TestBlocklist {
  public static let entries = ["sunshine", "password1", "dragonfly", "wonderful", "zauberwald", "שלום"]

  /// What the practices of all tests have.
  static let shared: PasswordBlocklist? = {
    let path = FileManager.default.temporaryDirectory.path() + "/praxis-test-blocklist-\(UUID().uuidString)"
    defer { unlink(path) }
    _ = FileManager.default.createFile(atPath: path, contents: Data(file(of: entries)))
    return PasswordBlocklist(path: path)
  }()

  /// As bin/blocklist writes it.
  public static func file(of entries: [String]) -> [UInt8] {
    let hashes = entries.map { Array(Digest.sha256(Array($0.utf8)).prefix(8)) }
    return Array("praxis-blocklist".utf8) + hashes.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
  }
}
