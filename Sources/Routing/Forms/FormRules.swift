public import Core
import Web

/// The rules of typed text that forms share. Each gives the cleaned value and writes down what is
/// wrong with it.
public enum FormRules {
  /// One line.
  /// - Parameter limit: Unicode code points, as the column counts them.
  public static func line(
    _ values: FormValues, _ field: String, limit: Int, isRequired: Bool = false, _ errors: inout FormErrors
  ) -> String {
    let clean = SingleLine.clean(values[field])
    if isRequired, clean.isEmpty { errors.refuse(field, "forms.missing") }
    if clean.unicodeScalars.count > limit { errors.refuse(field, "forms.tooLong", ["limit": String(limit)]) }
    return clean
  }

  /// Several lines, each cleaned, without empty ones.
  public static func lines(_ values: FormValues, _ field: String, limit: Int, _ errors: inout FormErrors) -> String {
    let lines = values[field].utf8.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d })
      .map { SingleLine.clean(String(decoding: $0, as: UTF8.self)) }.filter { !$0.isEmpty }
    let clean = lines.joined(separator: "\n")
    if clean.unicodeScalars.count > limit { errors.refuse(field, "forms.tooLong", ["limit": String(limit)]) }
    return clean
  }

  /// Empty, or an address mail can be sent to.
  public static func email(_ values: FormValues, _ field: String, _ errors: inout FormErrors) -> String {
    let clean = SingleLine.clean(values[field])
    guard !clean.isEmpty else { return "" }
    do throws(EmailAddressError) {
      return try EmailAddress(clean).text
    } catch {
      errors.refuse(field, "forms.emailInvalid")
      return clean
    }
  }

  /// Empty, or a telephone number.
  public static func phone(_ values: FormValues, _ field: String, _ errors: inout FormErrors) -> String {
    let clean = SingleLine.clean(values[field])
    guard !clean.isEmpty else { return "" }
    do throws(PhoneNumberError) {
      let text = try PhoneNumber(clean).text
      if text.unicodeScalars.count > 40 { errors.refuse(field, "forms.tooLong", ["limit": "40"]) }
      return text
    } catch {
      errors.refuse(field, "forms.phoneInvalid")
      return clean
    }
  }

  /// An amount as people write it in a language; 0 when it is refused.
  public static func money(
    _ values: FormValues, _ field: String, _ currency: Currency, in language: Language, _ errors: inout FormErrors
  ) -> Money {
    do throws(MoneyInputError) {
      return try Money(typed: SingleLine.clean(values[field]), in: language, currency)
    } catch {
      switch error {
      case .empty: errors.refuse(field, "forms.missing")
      case .malformed: errors.refuse(field, "forms.amountInvalid")
      case .ambiguousGrouping: errors.refuse(field, "forms.amountAmbiguous")
      case .tooManyDecimals: errors.refuse(field, "forms.amountDecimals", ["decimals": String(currency.exponent)])
      case .tooLarge: errors.refuse(field, "forms.amountTooLarge")
      }
      return .zero(currency)
    }
  }

  /// A zone the server knows.
  public static func zone(_ values: FormValues, _ field: String, _ errors: inout FormErrors) -> String {
    do throws(ZoneError) {
      return try Zone(name: values[field]).name
    } catch {
      errors.refuse(field, "forms.zoneInvalid")
      return values[field]
    }
  }

  /// A whole number of plain digits within a range, a multiple of `step`.
  public static func number(
    _ values: FormValues, _ field: String, in range: ClosedRange<Int>, step: Int = 1, _ errors: inout FormErrors
  ) -> Int {
    guard let number = Decimal.parse(SingleLine.clean(values[field])), range.contains(number), number % step == 0 else {
      let limits = ["least": String(range.lowerBound), "most": String(range.upperBound), "step": String(step)]
      errors.refuse(field, step == 1 ? "forms.numberRange" : "forms.numberSteps", limits)
      return range.lowerBound
    }
    return number
  }
}
