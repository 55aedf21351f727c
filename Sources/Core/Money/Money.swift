/// An amount in minor units of one currency: 20.00 euros are 2000. Arithmetic never wraps and never rounds unasked.
public struct Money: Sendable, Hashable {
  public let minor: Int64
  public let currency: Currency

  public init(minor: Int64, _ currency: Currency) {
    self.minor = minor
    self.currency = currency
  }
  public static func zero(_ currency: Currency) -> Money { Money(minor: 0, currency) }

  public var isZero: Bool { minor == 0 }
  public var isNegative: Bool { minor < 0 }

  public func adding(_ other: Money) throws(MoneyError) -> Money {
    guard currency == other.currency else { throw .currenciesDiffer }
    return try checked(minor.addingReportingOverflow(other.minor))
  }
  public func subtracting(_ other: Money) throws(MoneyError) -> Money {
    guard currency == other.currency else { throw .currenciesDiffer }
    return try checked(minor.subtractingReportingOverflow(other.minor))
  }
  public func multiplied(by quantity: Int64) throws(MoneyError) -> Money {
    try checked(minor.multipliedReportingOverflow(by: quantity))
  }
  /// `minor × numerator ÷ denominator`, rounded once: 19 % tax is 19 over 100.
  /// - Throws: `overflow`, also for a denominator that is not positive.
  public func multiplied(
    by numerator: Int64, over denominator: Int64, _ rounding: Rounding
  ) throws(MoneyError) -> Money {
    guard denominator > 0 else { throw .overflow }
    let exact = Int128(minor) * Int128(numerator)
    guard let minor = Int64(exactly: rounding.divide(exact, by: Int128(denominator))) else { throw .overflow }
    return Money(minor: minor, currency)
  }

  /// The sum; zero for none.
  public static func sum(_ amounts: some Sequence<Money>, _ currency: Currency) throws(MoneyError) -> Money {
    var total = Money.zero(currency)
    for amount in amounts { total = try total.adding(amount) }
    return total
  }

  private func checked(_ result: (partialValue: Int64, overflow: Bool)) throws(MoneyError) -> Money {
    guard !result.overflow else { throw .overflow }
    return Money(minor: result.partialValue, currency)
  }
}

public enum MoneyError: Error, Equatable, Sendable {
  case overflow
  case currenciesDiffer
}
