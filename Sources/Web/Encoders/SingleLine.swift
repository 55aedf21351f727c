import Core

/// Text of a single-line field, cleaned as it comes in.
public enum SingleLine {
  /// Normal form C; without controls, invisible blanks and the characters that override text direction (U+202A–E,
  /// U+2066–9: "Trojan Source"); every run of white space, line breaks included, one space; none at the ends.
  /// The marks U+200E/F and joiners stay: Hebrew and emoji need them. Cleaning twice changes nothing.
  public static func clean(_ raw: some StringProtocol) -> String {
    var text = String.UnicodeScalarView()
    var isSpaceDue = false
    for scalar in NormalForm.composed(raw).unicodeScalars {
      if scalar.properties.isWhitespace {
        isSpaceDue = true
      } else if !isRemoved(scalar) {
        if isSpaceDue, !text.isEmpty { text.append(" ") }
        isSpaceDue = false
        text.append(scalar)
      }
    }
    // What was removed may have kept a letter and its mark apart.
    return NormalForm.composed(String(text))
  }

  private static func isRemoved(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
