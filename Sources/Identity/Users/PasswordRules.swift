import Core
public import Crypto

/// What is wrong with a password somebody chose.
public enum PasswordProblem: String, Error, Sendable, Equatable {
  case tooShort, tooLong
  /// Made of words that anybody would try first: the product, the practice, the own name, rows of the keyboard.
  case guessable
  /// Made of what is on the list of known passwords.
  case known
}

/// Staff passwords (NIST 800-63B-4): length counts, composition does not. Compared with a short
/// list of our own, and with the installed one.
public enum PasswordRules {
  /// In Unicode code points.
  public static let minimum = 15
  public static let maximum = 256
  /// What must be left when everything easy to guess is taken away.
  static let minimumLeft = 8
  static let minimumDistinct = 5

  private static let common = [
    "praxis", "password", "passwort", "kennwort", "passphrase", "welcome", "willkommen", "letmein", "iloveyou",
    "administrator", "admin", "changeme", "secret", "geheim", "doctor", "doktor", "practice", "patient", "login",
    "סיסמה", "ברוכים", "מרפאה",
  ]
  private static let rows = ["qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "1234567890"]
    .map { Array($0.unicodeScalars) }

  /// Nil for a password that may be used.
  /// - Parameters:
  ///   - own: the person's name and address, the practice's name and slug.
  ///   - list: of known passwords; without it our own rules alone hold.
  public static func problem(_ password: String, own: [String], list: PasswordBlocklist?) -> PasswordProblem? {
    let length = password.unicodeScalars.count
    guard length >= minimum else { return .tooShort }
    guard length <= maximum, password.utf8.count <= PasswordHash.maximumBytes else { return .tooLong }
    let left = unguessable(password, words: common + own.flatMap(words))
    guard left.count >= minimumLeft, Set(left).count >= minimumDistinct else { return .guessable }
    guard let list, KnownPassword.isMade(password, of: list) else { return nil }
    return .known
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().unicodeScalars.split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }
      .map { String(String.UnicodeScalarView($0)) }.filter { $0.unicodeScalars.count >= 3 }
  }

  /// The password without words of the list, and without what only goes on where the character before was.
  private static func unguessable(_ password: String, words: [String]) -> [Unicode.Scalar] {
    var text = Array(password.lowercased().unicodeScalars)
    for word in words.sorted(by: { $0.utf8.count > $1.utf8.count }) { remove(Array(word.unicodeScalars), from: &text) }
    return text.indices.filter { $0 == 0 || !follows(text[$0], text[$0 - 1]) }.map { text[$0] }
  }

  private static func remove(_ word: [Unicode.Scalar], from text: inout [Unicode.Scalar]) {
    var index = 0
    while index + word.count <= text.count {
      if text[index..<(index + word.count)].elementsEqual(word) {
        text.removeSubrange(index..<(index + word.count))
      } else {
        index += 1
      }
    }
  }

  /// "aa", "ab", "21", "we": the next character says nothing new.
  private static func follows(_ scalar: Unicode.Scalar, _ before: Unicode.Scalar) -> Bool {
    if abs(Int(scalar.value) - Int(before.value)) <= 1 { return true }
    return rows.contains { row in
      guard let a = row.firstIndex(of: before), let b = row.firstIndex(of: scalar) else { return false }
      return abs(a - b) == 1
    }
  }

  /// A password of 100 random bits, in groups that can be copied from paper: `k7m2x-…`, 23 characters.
  public static func generate() -> String {
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
    let groups = SecureRandom.bytes(20).map { letters[Int($0) % 32] }
    return stride(from: 0, to: 20, by: 5).map { String(decoding: groups[$0..<($0 + 5)], as: UTF8.self) }
      .joined(separator: "-")
  }
}
