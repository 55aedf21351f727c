public enum PhoneNumberError: Error, Equatable, Sendable {
  case empty
  /// Letters, or anything but digits, a leading +, spaces and the usual punctuation.
  case invalidCharacters
  /// Fewer than 6 digits.
  case tooShort
  /// More than 15 digits (ITU-T E.164).
  case tooLong
}

/// A telephone number. What was typed is kept for people; `digits` is for look-up.
public struct PhoneNumber: Sendable, Hashable, CustomStringConvertible {
  /// As typed, without spaces around and invisible direction marks.
  public let text: String
  /// Digits only, after a `+` when the number is international ("00" counts as `+`, the "(0)" of "+49 (0)30" is left
  /// out). A number without a country's code stays national: which country is meant is not guessed.
  public let digits: String

  public init(_ typed: some StringProtocol) throws(PhoneNumberError) {
    let kept = String.UnicodeScalarView(typed.unicodeScalars.filter { !Self.isDirectionMark($0) })
    let scalars = Array(kept).drop(while: Self.isSpace)
    guard let last = scalars.lastIndex(where: { !Self.isSpace($0) }) else { throw .empty }
    let trimmed = scalars[...last]
    let digits = try Self.normalized(trimmed)
    let count = digits.utf8.count - (digits.utf8.first == UInt8(ascii: "+") ? 1 : 0)
    guard count >= 6 else { throw .tooShort }
    guard count <= 15, typed.utf8.count <= 64 else { throw .tooLong }
    text = String(String.UnicodeScalarView(trimmed))
    self.digits = digits
  }

  private static func normalized(_ scalars: ArraySlice<Unicode.Scalar>) throws(PhoneNumberError) -> String {
    var compact: [UInt8] = []
    for (position, scalar) in scalars.enumerated() {
      switch scalar {
      case "0"..."9", "(", ")": compact.append(UInt8(ascii: scalar))
      case "+" where position == 0: compact.append(UInt8(ascii: "+"))
      case "-", ".", "/", "\u{2010}"..."\u{2013}", " ", "\u{A0}", "\u{202F}": continue
      default: throw .invalidCharacters
      }
    }
    let zeros = Array("00".utf8)
    if compact.starts(with: zeros) { compact = [UInt8(ascii: "+")] + compact.dropFirst(2) }
    let trunk = Array("(0)".utf8)
    if compact.first == UInt8(ascii: "+"),
      let start = compact.indices.first(where: { compact[$0...].starts(with: trunk) })
    {
      compact.removeSubrange(start..<start + 3)
    }
    return String(decoding: compact.filter { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ")") }, as: UTF8.self)
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\u{A0}" || scalar == "\u{202F}"
  }
  /// Address books wrap copied numbers in these.
  private static func isDirectionMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
    default: false
    }
  }

  public var description: String { text }
  public static func == (a: PhoneNumber, b: PhoneNumber) -> Bool { a.digits == b.digits }
  public func hash(into hasher: inout Hasher) { hasher.combine(digits) }
}
