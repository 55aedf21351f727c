import Crypto

/// Whether a password is made of what is on a list of passwords and words: one of them, one repeated, or two joined.
/// Capitals, and what stands between words or at the ends and is no letter or digit, make no difference.
enum KnownPassword {
  static func isMade(_ password: String, of list: PasswordBlocklist) -> Bool {
    let small = password.lowercased()
    let bare = small.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    return Set([small, String(String.UnicodeScalarView(bare))]).contains { isMade(Array($0.utf8), of: list) }
  }

  private static func isMade(_ bytes: [UInt8], of list: PasswordBlocklist) -> Bool {
    if list.contains(bytes) { return true }
    // Of a character of several bytes only the first one begins a word.
    for cut in bytes.indices.dropFirst() where bytes[cut] & 0xc0 != 0x80 && list.contains(bytes[..<cut]) {
      if repeats(bytes, cut) || list.contains(bytes[cut...]) { return true }
    }
    return false
  }

  private static func repeats(_ bytes: [UInt8], _ length: Int) -> Bool {
    bytes.count.isMultiple(of: length) && bytes.indices.dropFirst(length).allSatisfy { bytes[$0] == bytes[$0 - length] }
  }
}
