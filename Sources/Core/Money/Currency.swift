/// A currency Praxis takes money in, by its ISO 4217 code.
public enum Currency: String, CaseIterable, Sendable, Hashable {
  case eur = "EUR"
  case usd = "USD"
  case ils = "ILS"
  case gbp = "GBP"
  case chf = "CHF"
  case jpy = "JPY"
  case kwd = "KWD"

  /// The ISO 4217 code; nil for a currency not listed here.
  public init?(code: String) { self.init(rawValue: code) }
  public var code: String { rawValue }

  /// Decimals of an amount: the minor unit is 10 to the power of minus this (ISO 4217).
  public var exponent: Int {
    switch self {
    case .eur, .usd, .ils, .gbp, .chf: 2
    case .jpy: 0
    case .kwd: 3
    }
  }
  /// Minor units in one major unit: 100 cents, 1 yen, 1000 fils.
  var minorPerMajor: Int64 {
    switch exponent {
    case 0: 1
    case 2: 100
    default: 1000
    }
  }
}
