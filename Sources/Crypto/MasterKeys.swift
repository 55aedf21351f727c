#if canImport(Glibc)
import Glibc
#endif
public import Core

/// What is wrong with a key file, as one sentence for the operator.
public struct KeyFileError: Error, CustomStringConvertible, Equatable {
  public let description: String
}

/// The keys of the installation, read once at start from a file that only the service may read.
///
/// The file holds lines `master <id> <64 hex digits>` (the highest id wraps, all unwrap), one `platform <64 hex>` for
/// look-ups that do not know the practice yet, and one `pepper <64 hex>` for password hashes.
public struct MasterKeys: Sendable {
  private let masters: [UInt32: [UInt8]]
  private let platform: [UInt8]
  private let pepper: [UInt8]

  /// Reads and checks the file. Nothing starts without it: a missing key would make every sealed field unreadable.
  public init(path: String) throws(KeyFileError) {
    self = try MasterKeys.parse(try MasterKeys.read(path), path: path)
  }

  private init(masters: [UInt32: [UInt8]], platform: [UInt8], pepper: [UInt8]) {
    self.masters = masters
    self.platform = platform
    self.pepper = pepper
  }

  private static func read(_ path: String) throws(KeyFileError) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw KeyFileError(description: "The key file \(path) cannot be read (\(String(cString: strerror(errno)))).")
    }
    defer { close(file) }
    var info = stat()
    guard fstat(file, &info) == 0, info.st_mode & 0o077 == 0 else {
      throw KeyFileError(description: "The key file \(path) must be readable by its owner alone: chmod 600 \(path).")
    }
    var buffer = [UInt8](repeating: 0, count: 16_384)
    let count = Glibc.read(file, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }

  static func parse(_ text: String, path: String) throws(KeyFileError) -> MasterKeys {
    var masters: [UInt32: [UInt8]] = [:]
    var single: [Substring: [UInt8]] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      guard let key = words.last.flatMap({ Hex.decode($0) }), key.count == 32 else {
        throw KeyFileError(description: "The key file \(path) has a line that is no key of 64 hexadecimal digits.")
      }
      if words.count == 3, words[0] == "master", let id = UInt32(words[1]) {
        masters[id] = key
      } else if words.count == 2, words[0] == "platform" || words[0] == "pepper" {
        single[words[0]] = key
      } else {
        throw KeyFileError(description: "The key file \(path) has a line that is neither master, platform nor pepper.")
      }
    }
    guard !masters.isEmpty, let platform = single["platform"], let pepper = single["pepper"] else {
      throw KeyFileError(description: "The key file \(path) lacks a master, platform or pepper key.")
    }
    return MasterKeys(masters: masters, platform: platform, pepper: pepper)
  }

  /// Text of a new key file with fresh keys.
  public static func newFile() -> String {
    let line = { (name: String) in name + " " + Hex.encode(SecureRandom.bytes(32)) + "\n" }
    return "# Praxis keys. Without this file no sealed field can be read: keep a copy apart from the backups.\n"
      + line("master 1") + line("platform") + line("pepper")
  }

  private static let wrapColumn = SealedColumn("practices_key", "wrapped")

  /// A new practice key, ready to use and wrapped for `practices_key`.
  public func makePracticeKey(practice: PracticeKeyID) -> (key: [UInt8], masterID: UInt32, wrapped: [UInt8]) {
    let key = SecureRandom.bytes(32)
    guard let id = masters.keys.max(), let ring = Keyring(practice: practice.practice, keys: masters) else {
      preconditionFailure("a key file without a master key does not load")
    }
    return (key, id, ring.seal(key, Self.wrapColumn, row: practice.row))
  }

  /// Nil when none of our master keys wrapped it for this practice and key id.
  public func unwrap(_ wrapped: [UInt8], practice: PracticeKeyID) -> [UInt8]? {
    Keyring(practice: practice.practice, keys: masters)?.open(wrapped, Self.wrapColumn, row: practice.row)
  }

  /// A keyed hash that is the same in every practice: 16 bytes.
  public func platformIndex(_ normalized: String, of kind: StaticString) -> [UInt8] {
    Array(Digest.hmac(key: platform, Array("\(kind)".utf8) + [0] + Array(normalized.utf8)).prefix(16))
  }

  /// What argon2 hashes instead of the password itself, so that a stolen table is useless without this file.
  func peppered(_ password: [UInt8]) -> [UInt8] { Digest.hmac(key: pepper, password) }
}

/// Which key of which practice a wrapped key is.
public struct PracticeKeyID: Sendable {
  public let practice: EntityID
  public let id: UInt32
  public init(practice: EntityID, id: UInt32) {
    self.practice = practice
    self.id = id
  }
  var row: EntityID { EntityID(high: 0, low: UInt64(id)) }
}
