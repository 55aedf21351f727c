/// Plain ASCII decimal digits. Foundation's parsers accept trailing text and other scripts; these do not.
public enum Decimal {
  /// Only ASCII digits, 1 to 18 of them; nil otherwise.
  public static func parse(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
  public static func parse(_ text: some StringProtocol) -> Int? { parse(Array(text.utf8)) }

  /// At least `width` digits, filled with zeros.
  public static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (value < 0 ? "-" : "") + zeros + digits
  }

  /// The last `width` digits of a number that is not negative, for clocks and dates: a page writes hundreds of them.
  static func append(_ value: Int, _ width: Int, to text: inout [UInt8]) {
    let start = text.count
    var rest = value
    for _ in 0..<width {
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    text[start...].reverse()
  }
}
