import Core
import Testing

@Suite struct MoneyTests {
  let euro = Money(minor: 2000, .eur)

  @Test func currenciesHaveTheirISOExponents() {
    let exponents = Dictionary(uniqueKeysWithValues: Currency.allCases.map { ($0.code, $0.exponent) })
    #expect(exponents == ["EUR": 2, "USD": 2, "ILS": 2, "GBP": 2, "CHF": 2, "JPY": 0, "KWD": 3])
    #expect(Currency(code: "EUR") == .eur)
    #expect(Currency(code: "eur") == nil && Currency(code: "XXX") == nil)
  }

  @Test func arithmeticRefusesOverflowAndMixedCurrencies() throws {
    #expect(try euro.adding(Money(minor: 50, .eur)).minor == 2050)
    #expect(try euro.subtracting(Money(minor: 2050, .eur)).minor == -50)
    #expect(try euro.multiplied(by: 3).minor == 6000)
    #expect(throws: MoneyError.currenciesDiffer) { try euro.adding(Money(minor: 1, .usd)) }
    #expect(throws: MoneyError.currenciesDiffer) { try euro.subtracting(Money(minor: 1, .usd)) }
    #expect(throws: MoneyError.overflow) { try Money(minor: .max, .eur).adding(Money(minor: 1, .eur)) }
    #expect(throws: MoneyError.overflow) { try Money(minor: .min, .eur).subtracting(Money(minor: 1, .eur)) }
    #expect(throws: MoneyError.overflow) { try Money(minor: .max / 2, .eur).multiplied(by: 3) }
    #expect(throws: MoneyError.overflow) { try Money(minor: .min, .eur).multiplied(by: -1) }
    #expect(throws: MoneyError.overflow) { try Money(minor: .max, .eur).multiplied(by: 3, over: 2, .halfUp) }
    #expect(throws: MoneyError.overflow) { try euro.multiplied(by: 1, over: 0, .halfUp) }
    #expect(try Money(minor: .max, .eur).multiplied(by: 19, over: 19, .halfUp).minor == .max)
    #expect(try Money.sum([euro, euro], .eur).minor == 4000)
    #expect(throws: MoneyError.currenciesDiffer) { try Money.sum([euro], .usd) }
  }

  @Test func halvesGoAwayFromZeroOrToTheEvenNeighbour() throws {
    let cases: [(minor: Int64, halfUp: Int64, halfEven: Int64)] = [
      (1, 1, 0), (3, 2, 2), (5, 3, 2), (-1, -1, 0), (-3, -2, -2), (-5, -3, -2), (4, 2, 2), (0, 0, 0),
    ]
    for (minor, halfUp, halfEven) in cases {
      #expect(try Money(minor: minor, .eur).multiplied(by: 1, over: 2, .halfUp).minor == halfUp)
      #expect(try Money(minor: minor, .eur).multiplied(by: 1, over: 2, .halfEven).minor == halfEven)
    }
    #expect(try Money(minor: 9995, .eur).multiplied(by: 19, over: 100, .halfUp).minor == 1899)
  }

  @Test func roundingIsTheNearestNumber() throws {
    for _ in 0..<20_000 {
      let minor = Int64.random(in: -1_000_000_000_000...1_000_000_000_000)
      let (numerator, denominator) = (Int64.random(in: -100_000...100_000), Int64.random(in: 1...100_000))
      for rounding in [Rounding.halfUp, .halfEven] {
        let rounded = try Money(minor: minor, .eur).multiplied(by: numerator, over: denominator, rounding).minor
        let distance = Int128(rounded) * Int128(denominator) - Int128(minor) * Int128(numerator)
        #expect(distance.magnitude * 2 <= Int128(denominator).magnitude)
      }
    }
  }

  @Test func splitsSumToTheWhole() throws {
    #expect(euro.split(into: 3)?.map(\.minor) == [667, 667, 666])
    #expect(Money(minor: -2000, .eur).split(into: 3)?.map(\.minor) == [-667, -667, -666])
    #expect(Money(minor: 100, .eur).split(by: [1, 1, 4])?.map(\.minor) == [17, 17, 66])
    #expect(Money(minor: 100, .eur).split(by: [0, 1])?.map(\.minor) == [0, 100])
    #expect(euro.split(into: 0) == nil && euro.split(by: []) == nil)
    #expect(euro.split(by: [0, 0]) == nil && euro.split(by: [2, -1]) == nil && euro.split(by: [.max, 1]) == nil)
  }

  @Test func noPartIsFurtherThanOneMinorUnitFromItsShare() throws {
    for _ in 0..<5000 {
      let weights = (0..<Int.random(in: 1...9)).map { _ in Int64.random(in: 0...1000) }
      let amount = Money(minor: Int64.random(in: Int64.min...Int64.max), .eur)
      guard weights.contains(where: { $0 > 0 }) else { continue }
      let parts = try #require(amount.split(by: weights))
      let total = Int128(weights.reduce(0, +))
      #expect(parts.map { Int128($0.minor) }.reduce(0, +) == Int128(amount.minor))
      for (part, weight) in zip(parts, weights) {
        let error = Int128(part.minor) * total - Int128(amount.minor) * Int128(weight)
        #expect(error.magnitude < total.magnitude)
      }
    }
  }
}

@Suite struct MoneyInputTests {
  @Test(arguments: [
    ("1,50", Language.de, Currency.eur, Int64(150)), ("1.50", .en, .eur, 150), ("1.50", .he, .ils, 150),
    ("1.5", .en, .usd, 150), ("20", .de, .eur, 2000), (" 20 ", .en, .eur, 2000), ("0", .en, .eur, 0),
    ("0,05", .de, .eur, 5), ("007", .en, .eur, 700), ("1,234.56", .en, .eur, 123_456),
    ("1.234,56", .de, .eur, 123_456), ("1,234,567", .en, .jpy, 1_234_567), ("500", .en, .jpy, 500),
    ("1.234", .en, .kwd, 1234), ("100000000", .en, .eur, 10_000_000_000), ("100000000.00", .en, .eur, 10_000_000_000),
    ("0000000000000000000000001", .en, .jpy, 1),
  ])
  func readsAmounts(typed: String, language: Language, currency: Currency, minor: Int64) throws {
    #expect(try Money(typed: typed, in: language, currency) == Money(minor: minor, currency))
  }

  @Test(arguments: [
    ("", Language.en, MoneyInputError.empty), ("   ", .en, .empty), ("12abc", .en, .malformed),
    ("1.5.0", .en, .malformed), ("1,5,0", .de, .malformed), ("-1", .en, .malformed), ("+1", .en, .malformed),
    ("1.", .en, .malformed), (".5", .en, .malformed), (".", .en, .malformed), ("1,50", .en, .malformed),
    ("1.50", .de, .malformed), ("€5", .en, .malformed), ("1e3", .en, .malformed), ("0x10", .en, .malformed),
    ("١٢", .en, .malformed), ("1 000", .en, .malformed), ("1,23,456.00", .en, .malformed),
    ("1,2345.00", .en, .malformed),
    (",123.00", .en, .malformed), ("1,.00", .en, .malformed), ("1.00,5", .en, .malformed),
    ("1\u{301}", .en, .malformed),
    ("1.\u{301}5", .en, .malformed), ("5\n", .en, .malformed), ("5\0", .en, .malformed),
    ("1,500", .en, .ambiguousGrouping), ("1.500", .de, .ambiguousGrouping), ("1.505", .en, .tooManyDecimals),
    ("1.500", .he, .tooManyDecimals), ("100000000.01", .en, .tooLarge), ("999999999999999999999999", .en, .tooLarge),
  ])
  func refusesEverythingElse(typed: String, language: Language, error: MoneyInputError) {
    #expect(throws: error) { try Money(typed: typed, in: language, .eur) }
  }

  @Test func yenHasNoDecimals() {
    #expect(throws: MoneyInputError.tooManyDecimals) { try Money(typed: "5.0", in: .en, .jpy) }
  }

  @Test func whatAFieldShowsIsReadBack() throws {
    for language in Language.allCases {
      let formats = Formats(language: language, uses12HourClock: false)
      for _ in 0..<3000 {
        let currency = try #require(Currency.allCases.randomElement())
        let amount = Money(minor: Int64.random(in: 0...Money.largestInput), currency)
        #expect(try Money(typed: formats.moneyInput(amount), in: language, currency) == amount)
      }
    }
  }
}
