import Core
import Database

/// The one form of an e-mail address that look-ups use.
enum EmailIndex {
  static func normalized(_ email: String) -> String { email.lowercased() }
}

/// Four bytes only: an index of all phone numbers must not tell them apart for sure.
enum PhoneIndex {
  static func of(_ phone: String, in tx: borrowing TenantTransaction) throws -> [UInt8]? {
    let digits = phone.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard digits.count >= 6 else { return nil }
    return try tx.blindIndex(String(decoding: digits, as: UTF8.self), of: "phone", bytes: 4)
  }
}
