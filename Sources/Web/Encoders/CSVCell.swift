public import Core

/// One cell of a CSV file (RFC 4180) that no spreadsheet takes for a formula.
///
/// Text is always quoted, so a cell cannot be split by a semicolon or tab either, and gets a `'` in front when its
/// first visible character could start a formula (OWASP, "CSV Injection").
public struct CSVCell: Sendable, Equatable {
  /// As written to the file.
  public let encoded: String

  /// NUL is removed; everything else survives.
  public init(_ raw: String) {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    bytes.reserveCapacity(raw.utf8.count + 3)
    if Self.startsFormula(raw) { bytes.append(UInt8(ascii: "'")) }
    for byte in raw.utf8 where byte != 0 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
    encoded = String(decoding: bytes, as: UTF8.self)
  }
  /// A number: not quoted, so that it can be added up.
  public init(_ number: Int) { encoded = String(number) }
  /// An amount without its currency: `-20.00`.
  public init(_ money: Money) {
    encoded = Formats(language: .en, uses12HourClock: false).moneyInput(money)
  }
  public static let empty = CSVCell("")

  /// A row with its line end.
  public static func row(_ cells: [CSVCell]) -> String {
    cells.map(\.encoded).joined(separator: ",") + "\r\n"
  }

  /// Spreadsheets skip blanks, byte-order marks and NULs before they look; TAB, CR and LF count as starts themselves.
  private static func startsFormula(_ raw: String) -> Bool {
    for scalar in raw.unicodeScalars {
      switch scalar {
      case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return true
      case "\0", "\u{FEFF}", "\u{200B}": continue
      case _ where scalar.properties.isWhitespace || scalar.value < 0x20: continue
      default: return false
      }
    }
    return false
  }
}
