/// The value of a TEXT property of a calendar file (RFC 5545, section 3.3.11).
public struct ICSText: Sendable, Equatable {
  /// As written to the file, before folding.
  public let encoded: String

  /// Line breaks of every kind become `\n`, other controls are removed.
  public init(_ raw: String) {
    var text = String.UnicodeScalarView()
    var isAfterReturn = false
    for scalar in raw.unicodeScalars {
      switch scalar {
      case "\n" where isAfterReturn: break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": text.append(contentsOf: "\\n".unicodeScalars)
      case "\\", ";", ",":
        text.append("\\")
        text.append(scalar)
      case "\t": text.append(scalar)
      case _ where scalar.properties.generalCategory == .control: break
      default: text.append(scalar)
      }
      isAfterReturn = scalar == "\r"
    }
    encoded = String(text)
  }
}
