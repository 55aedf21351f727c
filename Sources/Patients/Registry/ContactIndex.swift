import Core
import Database

/// The one form of an e-mail address that look-ups use.
enum EmailIndex {
  static func of(_ email: String, in db: borrowing TenantReader) throws -> [UInt8]? {
    email.isEmpty ? nil : try db.blindIndex(EmailAddress.comparable(email), of: "email")
  }
}

/// Four bytes only: an index of all phone numbers must not tell them apart for sure.
enum PhoneIndex {
  static func digits(_ phone: some StringProtocol) -> [UInt8] {
    phone.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }

  /// The digits two spellings of a number are compared by: those of its international form when it has one.
  static func normalized(_ phone: String) -> [UInt8] {
    do throws(PhoneNumberError) {
      return digits(try PhoneNumber(phone).digits)
    } catch {
      return digits(phone)
    }
  }
  static func of(_ phone: String, in db: borrowing TenantReader) throws -> [UInt8]? {
    let digits = normalized(phone)
    guard digits.count >= 6 else { return nil }
    return try db.blindIndex(String(decoding: digits, as: UTF8.self), of: "phone", bytes: 4)
  }
}
