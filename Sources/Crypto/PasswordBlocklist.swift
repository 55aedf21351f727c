import Glibc

/// Passwords and words that everybody tries first. The list is searched where it lies, a few reads a look-up, so that it
/// costs no worker memory; no word of it is in this program. `bin/blocklist` makes it.
///
/// The file: 16 bytes of `praxis-blocklist`, then the first 8 bytes of the SHA-256 of each entry in small letters,
/// ascending. One in about 10^14 other passwords is taken for an entry.
public final class PasswordBlocklist: Sendable {
  private static let header = Array("praxis-blocklist".utf8)
  private static let recordBytes = 8

  private let file: Int32
  /// Number of entries.
  public let count: Int

  /// Nil when there is no such file or it is none of ours.
  public init?(path: String) {
    file = open(path, O_RDONLY | O_CLOEXEC)
    var info = stat()
    guard file >= 0, fstat(file, &info) == 0, Int(info.st_size) > Self.header.count,
      (Int(info.st_size) - Self.header.count) % Self.recordBytes == 0
    else {
      if file >= 0 { close(file) }
      return nil
    }
    count = (Int(info.st_size) - Self.header.count) / Self.recordBytes
    guard read(at: 0, Self.header.count) == Self.header else { return nil }
  }

  deinit { close(file) }

  /// - Parameter entry: in small letters.
  public func contains(_ entry: some Sequence<UInt8>) -> Bool {
    let wanted = Array(Digest.sha256(Array(entry)).prefix(Self.recordBytes))
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      guard let found = read(at: Self.header.count + middle * Self.recordBytes, Self.recordBytes) else { return false }
      if found == wanted { return true }
      if found.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
    }
    return false
  }

  private func read(at offset: Int, _ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    return pread(file, &bytes, count, off_t(offset)) == count ? bytes : nil
  }
}
