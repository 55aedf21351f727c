/// Why a typed amount is refused.
public enum MoneyInputError: Error, Equatable, Sendable {
  case empty
  /// Anything that is no amount: letters, signs, two decimal separators, the other language's separator.
  case malformed
  /// "1.500" typed in German, "1,500" in English: one thousand five hundred, or one and a half?
  case ambiguousGrouping
  /// More decimals than the currency has.
  case tooManyDecimals
  /// More than `Money.largestInput`.
  case tooLarge
}

extension Money {
  /// The largest amount a form takes, in minor units.
  public static let largestInput: Int64 = 10_000_000_000

  /// An amount as a person types it: "1,50" in German, "1.50" in English and Hebrew; no sign, no currency symbol.
  /// Digit groups are taken when they cannot be mistaken: "1,234.56" or "1,234,567", not "1,234".
  public init(typed: some StringProtocol, in language: Language, _ currency: Currency) throws(MoneyInputError) {
    let text = Self.trimmed(Array(typed.utf8))
    guard !text.isEmpty else { throw .empty }
    let separators = language.numberSeparators
    let halves = text.split(separator: separators.decimalByte, omittingEmptySubsequences: false)
    guard halves.count <= 2 else { throw .malformed }
    let decimals = halves.count == 2 ? Array(halves[1]) : []
    let whole = try Self.ungrouped(halves[0], by: separators.groupByte, hasDecimals: halves.count == 2)
    guard halves.count == 1 || !decimals.isEmpty, (whole + decimals).allSatisfy(Self.isDigit) else { throw .malformed }
    guard decimals.count <= currency.exponent else { throw .tooManyDecimals }
    let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: currency.exponent - decimals.count)
    let significant = (whole + decimals + zeros).drop { $0 == UInt8(ascii: "0") }
    let minor = significant.isEmpty ? 0 : Decimal.parse(significant)
    guard let minor, minor <= Int(Self.largestInput) else { throw .tooLarge }
    self.init(minor: Int64(minor), currency)
  }

  private static func ungrouped(
    _ whole: ArraySlice<UInt8>, by separator: UInt8, hasDecimals: Bool
  ) throws(MoneyInputError) -> [UInt8] {
    let groups = whole.split(separator: separator, omittingEmptySubsequences: false)
    guard !whole.isEmpty else { throw .malformed }
    if groups.count == 1 { return Array(whole) }
    let isWellFormed = (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
    guard isWellFormed, groups.allSatisfy({ $0.allSatisfy(isDigit) }) else { throw .malformed }
    guard hasDecimals || groups.count > 2 else { throw .ambiguousGrouping }
    return groups.flatMap { Array($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Without the plain spaces around.
  private static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let start = bytes.drop { $0 == 0x20 }
    guard let last = start.lastIndex(where: { $0 != 0x20 }) else { return [] }
    return start[...last]
  }
}
