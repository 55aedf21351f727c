/// A practice's colour. Pages derive readable tones from it, so any colour may be chosen.
struct Accent: Sendable, Equatable {
  /// `#rrggbb`, lower case.
  let text: String

  /// Nil unless it is `#` and six hexadecimal digits.
  init?(_ typed: String) {
    let bytes = Array(typed.utf8)
    guard bytes.count == 7, bytes[0] == UInt8(ascii: "#"), bytes.dropFirst().allSatisfy(Self.isHexadecimal) else {
      return nil
    }
    text = typed.lowercased()
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  /// Colours to begin with.
  static let suggestions = ["#0b5953", "#1f5a96", "#7a2b73", "#8a3b12", "#2d6a2f", "#4a4a8a", "#9b1c31", "#3f4a52"]
}
