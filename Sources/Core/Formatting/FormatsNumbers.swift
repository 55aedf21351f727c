extension Formats {
  /// Digits in groups of three: "1,234,567", "1.234.567".
  public func number(_ value: Int) -> String {
    (value < 0 ? minus : "") + grouped(String(value.magnitude))
  }

  /// An amount with its currency: "€20.00", "20,00 €". Between number and sign stands a no-break space.
  /// - Parameter dropsZeroDecimals: "€20" for a whole amount; "€20.50" keeps its decimals.
  public func money(_ money: Money, dropsZeroDecimals: Bool = false) -> String {
    let digits = self.digits(money, isGrouped: true, dropsZeroDecimals: dropsZeroDecimals)
    let sign = money.isNegative ? minus : ""
    let symbol = money.currency.symbol
    return switch language {
    case .en: sign + symbol + (symbol.utf8.count == 3 && symbol == money.currency.code ? "\u{A0}" : "") + digits
    case .de: sign + digits + "\u{A0}" + symbol
    // CLDR he: right-to-left marks keep the sign of the currency on the left of the number in any surroundings.
    case .he: "\u{200F}" + sign + digits + "\u{A0}\u{200F}" + symbol
    }
  }

  /// The amount as `Money(typed:in:_:)` reads it back: no symbol, no groups, an ASCII minus.
  public func moneyInput(_ money: Money) -> String {
    (money.isNegative ? "-" : "") + digits(money, isGrouped: false, dropsZeroDecimals: false)
  }

  private func digits(_ money: Money, isGrouped: Bool, dropsZeroDecimals: Bool) -> String {
    let perMajor = UInt64(money.currency.minorPerMajor)
    let (whole, rest) = money.minor.magnitude.quotientAndRemainder(dividingBy: perMajor)
    let text = isGrouped ? grouped(String(whole)) : String(whole)
    guard money.currency.exponent > 0, !(dropsZeroDecimals && rest == 0) else { return text }
    return text + String(language.numberSeparators.decimal) + Decimal.padded(Int(rest), money.currency.exponent)
  }

  private func grouped(_ digits: String) -> String {
    var text = String.UnicodeScalarView()
    let count = digits.utf8.count
    for (index, digit) in digits.unicodeScalars.enumerated() {
      if index > 0, (count - index) % 3 == 0 { text.append(language.numberSeparators.group) }
      text.append(digit)
    }
    return String(text)
  }

  /// "512 bytes", "1.5 MB"; a kilobyte is 1000 bytes, as in CLDR and on every package. One decimal below ten.
  public func fileSize(bytes: Int) -> String {
    let bytes = max(0, bytes)
    if bytes < 1000 { return "\(bytes) " + byteWord(bytes) }
    var (unit, size) = (0, Int64(1000))
    let units = ["kB", "MB", "GB", "TB"]
    // On to the next unit as soon as rounding would show a thousand of this one.
    while unit < units.count - 1, Int64(bytes) >= size * 1000 - size / 2 {
      unit += 1
      size *= 1000
    }
    let tenths = Int(Rounding.halfUp.divide(Int128(bytes) * 10, by: Int128(size)))
    let text =
      tenths < 100 && tenths % 10 != 0
      ? "\(tenths / 10)" + String(language.numberSeparators.decimal) + "\(tenths % 10)"
      : number(tenths < 100 ? tenths / 10 : Int(Rounding.halfUp.divide(Int128(bytes), by: Int128(size))))
    return text + " " + units[unit]
  }

  private func byteWord(_ count: Int) -> String {
    switch language {
    case .en: count == 1 ? "byte" : "bytes"
    case .de: "Byte"
    case .he: "בייט"
    }
  }
}

extension Currency {
  /// The sign readers know, or the code where there is none.
  public var symbol: String {
    switch self {
    case .eur: "€"
    case .usd: "$"
    case .ils: "₪"
    case .gbp: "£"
    case .jpy: "¥"
    case .chf, .kwd: code
    }
  }
}
