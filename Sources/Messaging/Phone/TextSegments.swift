/// How carriers count a text (3GPP TS 23.038 and 23.040): 160 letters of the old alphabet or 70 of any, fewer each where
/// it takes several.
struct TextSegments: Sendable, Equatable {
  /// More is refused by the carrier.
  static let limit = 1600

  enum Alphabet: Sendable { case gsm7, ucs2 }
  let alphabet: Alphabet
  /// Septets, or units of UTF-16.
  let units: Int
  let count: Int

  init(_ text: String) {
    var septets: Int? = 0
    for scalar in text.unicodeScalars {
      guard let known = septets, let width = TextSegments.septets(of: scalar) else {
        septets = nil
        break
      }
      septets = known + width
    }
    if let septets {
      alphabet = .gsm7
      units = septets
      count =
        septets <= 160
        ? (septets == 0 ? 0 : 1) : TextSegments.parts(text, of: 153) { TextSegments.septets(of: $0) ?? 1 }
    } else {
      alphabet = .ucs2
      units = text.utf16.count
      count = units <= 70 ? 1 : TextSegments.parts(text, of: 67) { $0.value > 0xffff ? 2 : 1 }
    }
  }

  /// No letter is cut in two: an escape and what it escapes stay together, as do the halves of a surrogate pair.
  private static func parts(_ text: String, of size: Int, _ width: (Unicode.Scalar) -> Int) -> Int {
    var (count, used) = (1, 0)
    for scalar in text.unicodeScalars {
      let width = width(scalar)
      if used + width > size { (count, used) = (count + 1, 0) }
      used += width
    }
    return count
  }

  /// Nil for what the old alphabet does not have.
  static func septets(of scalar: Unicode.Scalar) -> Int? {
    basic.contains(scalar) ? 1 : extended.contains(scalar) ? 2 : nil
  }
  private static let basic = Set(
    ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
      + "abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)
  private static let extended = Set("\u{0c}^{}\\[~]|€".unicodeScalars)

  /// The same words with signs that the old alphabet has: one dash or narrow space would more than double the price.
  static func plain(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\u{2018}", "\u{2019}", "\u{201A}": plain.append("'")
      case "\u{201C}", "\u{201D}", "\u{201E}": plain.append("\"")
      case "\u{2010}"..."\u{2014}": plain.append("-")
      case "\u{A0}", "\u{2009}", "\u{202F}": plain.append(" ")
      case "\u{2026}": plain.append(contentsOf: "...".unicodeScalars)
      // Directions are the phone's business; a text has no markup around it.
      case "\u{200E}", "\u{200F}", "\u{2066}"..."\u{2069}", "\u{202A}"..."\u{202E}": continue
      default: plain.append(scalar)
      }
    }
    return String(plain)
  }
}
