import Database
import Templates
import Web

/// Where the practice is and how it is reached, at the foot of every page for patients.
struct PracticeContact: TemplateModel {
  let address: [String]
  let phone: String?
  let email: String?
  let emergencyLine: String

  init(_ practice: PracticeProfile) {
    address = practice.address.utf8.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
    phone = practice.phone.isEmpty ? nil : practice.phone
    email = practice.email.isEmpty ? nil : practice.email
    emergencyLine = practice.emergencyLine
  }

  private init(address: [String], phone: String?, email: String?, emergencyLine: String) {
    (self.address, self.phone, self.email, self.emergencyLine) = (address, phone, email, emergencyLine)
  }
  static let example = PracticeContact(
    address: ["12 Example Quay", "Dublin"], phone: "+353 1 555 0100", email: "desk@harbor.example", emergencyLine: "112"
  )

  static let fields: [Field<PracticeContact>] = [
    .strings("address") { $0.address },
    .optionalText("phone") { $0.phone },
    .text("phoneHref") { PracticeContact.dial($0.phone ?? "") },
    .optionalText("email") { $0.email },
    .text("emailHref") { PracticeContact.write($0.email ?? "") },
    .text("emergencyLine") { $0.emergencyLine },
    .text("emergencyHref") { PracticeContact.dial($0.emergencyLine) },
  ]

  /// RFC 3966: the digits, after a plus where there is one. The "(0)" of "+49 (0)30" is not dialled.
  static func dial(_ typed: String) -> String {
    let national = typed.hasPrefix("+") ? typed.replacing("(0)", with: "") : typed
    let digits = national.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return "tel:" + (typed.hasPrefix("+") ? "+" : "") + String(decoding: digits, as: UTF8.self)
  }

  /// RFC 6068: what would end the address in a link is encoded, the sign between name and host is not.
  static func write(_ address: String) -> String {
    let parts = address.utf8.split(separator: UInt8(ascii: "@")).map {
      URLComponent(String(decoding: $0, as: UTF8.self))
    }
    return "mailto:" + parts.map(\.encoded).joined(separator: "@")
  }
}
