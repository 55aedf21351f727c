import Core

/// A number that a text can be sent to, in the form carriers want (ITU-T E.164): `+` and 8 to 15 digits.
struct MobileNumber: Sendable, Hashable {
  let text: String

  /// Nil for what is no number, for a national one where no country is known, and for a landline of those countries whose
  /// mobile numbers can be told apart.
  /// - Parameter country: calling code of numbers that are written without one; empty where there is none.
  init?(_ typed: String, country: String) {
    let digits: String
    do throws(PhoneNumberError) { digits = try PhoneNumber(typed).digits } catch { return nil }
    let full: String
    if digits.hasPrefix("+") {
      full = digits
    } else {
      guard !country.isEmpty else { return nil }
      // The trunk prefix of most countries; North America has none.
      full = "+" + country + (country != "1" && digits.hasPrefix("0") ? digits.dropFirst() : digits[...])
    }
    let count = full.utf8.count - 1
    guard (8...15).contains(count), full.utf8.dropFirst().first != UInt8(ascii: "0"), MobileNumber.isMobile(full) else {
      return nil
    }
    text = full
  }

  /// What mobile numbers begin with where the numbering plan tells them apart, and how long they are.
  private static let plans: [(country: String, mobile: [String], digits: ClosedRange<Int>)] = [
    ("49", ["15", "16", "17"], 10...11), ("972", ["5"], 9...9), ("44", ["7"], 10...10), ("43", ["6"], 7...13),
    ("41", ["7"], 9...9), ("33", ["6", "7"], 9...9), ("1", [], 10...10),
  ]

  private static func isMobile(_ full: String) -> Bool {
    let digits = full.dropFirst()
    guard let plan = plans.first(where: { digits.hasPrefix($0.country) }) else { return true }
    let national = digits.dropFirst(plan.country.utf8.count)
    return plan.digits.contains(national.utf8.count)
      && (plan.mobile.isEmpty || plan.mobile.contains { national.hasPrefix($0) })
  }

  /// The ways a patient's own spelling may be indexed: with the country's code, and without.
  func spellings(country: String) -> [String] {
    let digits = String(text.dropFirst())
    guard !country.isEmpty, digits.hasPrefix(country) else { return [digits] }
    let national = String(digits.dropFirst(country.utf8.count))
    return [digits, "0" + national, national]
  }
}
