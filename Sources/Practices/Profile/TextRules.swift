import Core
import Routing
import Web

/// The rules of typed text that the forms of this feature share. Each gives the cleaned value and writes down what is
/// wrong with it.
enum TextRules {
  /// One line.
  /// - Parameter limit: Unicode code points, as the column counts them.
  static func line(
    _ values: FormValues, _ field: String, limit: Int, isRequired: Bool = false, _ errors: inout FormErrors
  ) -> String {
    let clean = SingleLine.clean(values[field])
    if isRequired, clean.isEmpty { errors.refuse(field, "practices.missing") }
    if clean.unicodeScalars.count > limit { errors.refuse(field, "practices.tooLong", ["limit": String(limit)]) }
    return clean
  }

  /// Several lines, each cleaned, without empty ones.
  static func lines(_ values: FormValues, _ field: String, limit: Int, _ errors: inout FormErrors) -> String {
    let lines = values[field].utf8.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d })
      .map { SingleLine.clean(String(decoding: $0, as: UTF8.self)) }.filter { !$0.isEmpty }
    let clean = lines.joined(separator: "\n")
    if clean.unicodeScalars.count > limit { errors.refuse(field, "practices.tooLong", ["limit": String(limit)]) }
    return clean
  }

  /// Empty, or an address mail can be sent to.
  static func email(_ values: FormValues, _ field: String, _ errors: inout FormErrors) -> String {
    let clean = SingleLine.clean(values[field])
    guard !clean.isEmpty else { return "" }
    do throws(EmailAddressError) {
      return try EmailAddress(clean).text
    } catch {
      errors.refuse(field, "practices.emailInvalid")
      return clean
    }
  }

  /// Empty, or a telephone number.
  static func phone(_ values: FormValues, _ field: String, _ errors: inout FormErrors) -> String {
    let clean = SingleLine.clean(values[field])
    guard !clean.isEmpty else { return "" }
    do throws(PhoneNumberError) {
      let text = try PhoneNumber(clean).text
      if text.unicodeScalars.count > 40 { errors.refuse(field, "practices.tooLong", ["limit": "40"]) }
      return text
    } catch {
      errors.refuse(field, "practices.phoneInvalid")
      return clean
    }
  }

  /// A zone the server knows.
  static func zone(_ values: FormValues, _ field: String, _ errors: inout FormErrors) -> String {
    do throws(ZoneError) {
      return try Zone(name: values[field]).name
    } catch {
      errors.refuse(field, "practices.zoneInvalid")
      return values[field]
    }
  }

  /// A whole number of plain digits within a range.
  static func number(_ values: FormValues, _ field: String, in range: ClosedRange<Int>, _ errors: inout FormErrors) -> Int {
    guard let number = Decimal.parse(SingleLine.clean(values[field])), range.contains(number) else {
      errors.refuse(
        field, "practices.numberRange", ["least": String(range.lowerBound), "most": String(range.upperBound)])
      return range.lowerBound
    }
    return number
  }
}
