import Core

/// Names in the form a search compares them in: lower case, without accents, points and apostrophes, cut into words.
///
/// German umlauts have two plain spellings, so a text may fold to two forms: "Müller" is found as "muller" and as
/// "mueller".
struct NameFold: Sendable {
  /// Every word in every form.
  let words: [[UInt8]]

  init(_ text: String) {
    let plain = NameFold.words(NameFold.bytes(text, umlautsWithE: false))
    let spelledOut = NameFold.words(NameFold.bytes(text, umlautsWithE: true))
    words = plain == spelledOut ? plain : plain + spelledOut
  }

  /// Whether each of these words is the beginning of one of the name's, in any order.
  func matches(_ wanted: [NameFold]) -> Bool {
    wanted.allSatisfy { word in
      word.words.contains { prefix in words.contains { $0.starts(with: prefix) } }
    }
  }

  /// What lists are sorted by.
  static func sortKey(_ text: String) -> [UInt8] { bytes(text, umlautsWithE: false) }

  private static func words(_ bytes: [UInt8]) -> [[UInt8]] { bytes.split(separator: 0x20).map { Array($0) } }

  private static func bytes(_ text: String, umlautsWithE: Bool) -> [UInt8] {
    var folded: [UInt8] = []
    for scalar in NormalForm.decomposed(text.lowercased()).unicodeScalars {
      if scalar.isASCII {
        append(ascii: UInt8(ascii: scalar), to: &folded)
      } else if scalar == "\u{308}" {
        if umlautsWithE, let last = folded.last, "aou".utf8.contains(last) { folded.append(UInt8(ascii: "e")) }
      } else {
        append(scalar, to: &folded, umlautsWithE)
      }
    }
    return folded
  }

  /// Apostrophes vanish ("O'Connell" is one word); everything else that is no letter or digit parts words.
  private static func append(ascii byte: UInt8, to folded: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): folded.append(byte)
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): break
    default: folded.append(0x20)
    }
  }

  private static func append(_ scalar: Unicode.Scalar, to folded: inout [UInt8], _ umlautsWithE: Bool) {
    switch scalar {
    case "ß": folded += Array("ss".utf8)
    case "æ": folded += Array("ae".utf8)
    case "œ": folded += Array("oe".utf8)
    case "ø": folded += Array((umlautsWithE ? "oe" : "o").utf8)
    case "ł": folded.append(UInt8(ascii: "l"))
    case "đ", "ð": folded.append(UInt8(ascii: "d"))
    case "ı": folded.append(UInt8(ascii: "i"))
    case "þ": folded += Array("th".utf8)
    // Apostrophes, Hebrew geresh and gershayim.
    case "\u{2018}", "\u{2019}", "\u{2BC}", "\u{5F3}", "\u{5F4}": break
    default:
      // Accents, Hebrew points and invisible marks of direction.
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: break
      default:
        if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
          folded += Array(String(scalar).utf8)
        } else {
          folded.append(0x20)
        }
      }
    }
  }
}
