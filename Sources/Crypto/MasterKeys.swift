#if canImport(Glibc)
import Glibc
#endif
internal import Core

/// What is wrong with a key file, as one sentence for the operator.
public struct KeyFileError: Error, CustomStringConvertible, Equatable {
  public let description: String
}

/// The keys of the installation, read once at start from a file that only the service may read.
///
/// The file holds lines `master <id> <64 hex digits>` (the highest id wraps, all unwrap), one `platform <64 hex>` for
/// look-ups that do not know the practice yet, and one `pepper <64 hex>` for password hashes.
public struct MasterKeys: Sendable {
  let masters: [UInt32: [UInt8]]
  let platform: [UInt8]
  let pepper: [UInt8]
  /// The secrets of the patients; nil when only the key file itself was asked for.
  public internal(set) var patients: PatientTree?
  private var source: Source?
  /// Passwords that may not be chosen; nil where the list is not installed.
  public var blocklist: PasswordBlocklist?

  private struct Source {
    let path: String
    let patients: String?
  }

  /// Reads and checks the file alone.
  public init(path: String) throws(KeyFileError) {
    self = try MasterKeys.parse(String(decoding: try MasterKeys.read(path, limit: 16_384), as: UTF8.self), path: path)
    source = Source(path: path, patients: nil)
  }

  /// Reads and checks both files. Nothing starts without them: a missing key would make every sealed field unreadable.
  /// - Parameters:
  ///   - path: of the key file.
  ///   - patients: of the file with the patients' secrets, which the newest master key sealed.
  public init(path: String, patients: String) throws(KeyFileError) {
    self = try MasterKeys(path: path)
    source = Source(path: path, patients: patients)
    let file = try MasterKeys.read(patients, limit: 1 << 28)
    guard let tree = openPatients(file) else {
      throw KeyFileError(
        description:
          "The file \(patients) with the patients' keys was not made for the key file \(path), or is damaged.")
    }
    self.patients = tree
  }

  init(masters: [UInt32: [UInt8]], platform: [UInt8], pepper: [UInt8]) {
    self.masters = masters
    self.platform = platform
    self.pepper = pepper
  }

  /// The same files as they are now: a rotation writes them anew while workers run. Nil for keys that came from none.
  public func reread() throws(KeyFileError) -> MasterKeys? {
    guard let source else { return nil }
    guard let patients = source.patients else { return try MasterKeys(path: source.path) }
    return try MasterKeys(path: source.path, patients: patients)
  }

  private static func read(_ path: String, limit: Int) throws(KeyFileError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw KeyFileError(description: "The key file \(path) cannot be read (\(String(cString: strerror(errno)))).")
    }
    defer { close(file) }
    var info = stat()
    guard fstat(file, &info) == 0, info.st_mode & 0o077 == 0 else {
      throw KeyFileError(description: "The key file \(path) must be readable by its owner alone: chmod 600 \(path).")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while bytes.count < limit, case let count = Glibc.read(file, &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    return bytes
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
    return fileHead + line("master 1") + line("platform") + line("pepper")
  }

  private static let wrapColumn = SealedColumn("practices_key", "wrapped")

  /// A new practice key, ready to use and wrapped for `practices_key`.
  public func makePracticeKey(practice: PracticeKeyID) -> (key: [UInt8], masterID: UInt32, wrapped: [UInt8]) {
    let key = SecureRandom.bytes(32)
    let wrapped = wrap(key, practice: practice)
    return (key, wrapped.masterID, wrapped.bytes)
  }

  /// A key of a practice as `practices_key` holds it: sealed by the newest master key.
  public func wrap(_ key: [UInt8], practice: PracticeKeyID) -> (masterID: UInt32, bytes: [UInt8]) {
    guard let ring = Keyring(practice: practice.practice, keys: masters) else {
      preconditionFailure("a key file without a master key does not load")
    }
    return (ring.current, ring.seal(key, Self.wrapColumn, row: practice.row))
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
