public import Core
import Glibc

/// A directory of `.eml` files for development, in place of or besides a mail server.
public struct MailFolder: Sendable {
  /// A file operation that failed, with its `errno`.
  public struct Failure: Error, Equatable {
    public let operation: String
    public let code: Int32
  }

  /// Bytes of the largest file `read` returns.
  public static let sizeLimit = 32 * 1_048_576
  public let directory: String

  public init(directory: String) { self.directory = directory }

  /// Creates the directory (0700) when it is missing, and the file (0600) under its name at once with all its bytes.
  /// - Returns: the file's name: the time it was written and the Message-ID's fingerprint.
  @discardableResult
  public func write(_ message: MailMessage, now: Instant = .now) throws(Failure) -> String {
    if mkdir(directory, 0o700) != 0, errno != EEXIST { throw Failure(operation: "mkdir", code: errno) }
    let name = MailDate.fileName(now) + "-" + message.id.fingerprint + ".eml"
    let temporary = directory + "/." + name + ".\(getpid())-\(UInt32.random(in: .min ... .max))"
    try fill(temporary, message.serialized)
    guard rename(temporary, directory + "/" + name) == 0 else {
      let code = errno
      unlink(temporary)
      throw Failure(operation: "rename", code: code)
    }
    return name
  }

  private func fill(_ path: String, _ bytes: [UInt8]) throws(Failure) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw Failure(operation: "open", code: errno) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress?.advanced(by: written), $0.count - written) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        close(file)
        unlink(path)
        throw Failure(operation: "write", code: code)
      }
      written += count
    }
    close(file)
  }

  /// Names of the mails, newest first. Empty when the directory does not exist yet.
  public func list() throws(Failure) -> [String] {
    guard let stream = opendir(directory) else {
      if errno == ENOENT { return [] }
      throw Failure(operation: "opendir", code: errno)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if MailFolder.isName(name) { names.append(name) }
    }
    return names.sorted(by: >)
  }

  /// Nil when there is no such mail, the name is none of ours, or the file is above `sizeLimit`.
  public func read(name: String) throws(Failure) -> [UInt8]? {
    guard MailFolder.isName(name) else { return nil }
    let file = open(directory + "/" + name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else {
      if errno == ENOENT || errno == ELOOP { return nil }
      throw Failure(operation: "open", code: errno)
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Failure(operation: "read", code: errno) }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
      if bytes.count > MailFolder.sizeLimit { return nil }
    }
  }

  /// Exactly the shape `write` gives: `20260310T080000.000000Z-0123456789abcdef.eml`.
  static func isName(_ name: String) -> Bool {
    let shape = Array("ddddddddTdddddd.ddddddZ-hhhhhhhhhhhhhhhh.eml".utf8)
    let bytes = Array(name.utf8)
    // "d" and "h" stand for digits; the letters of the extension are none of them.
    return bytes.count == shape.count
      && zip(bytes, shape).allSatisfy { byte, wanted in
        switch wanted {
        case UInt8(ascii: "d"): (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        case UInt8(ascii: "h"):
          (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        default: byte == wanted
        }
      }
  }
}
