import Core

/// The practice's account with the carrier of its texts. Its token stays in the database until the moment it is needed.
struct Carrier: Sendable {
  let id: EntityID
  let isOn: Bool
  /// `AC` and 32 digits of base 16.
  let account: String
  let hasToken: Bool
  /// A number, or a service that chooses one (`MG` and 32 digits); empty: no SMS.
  let smsSender: String
  /// A number; empty: no WhatsApp.
  let whatsAppSender: String
  /// Calling code of numbers that are written without one.
  let country: String
  let version: Int

  /// Whether anything goes out by this channel.
  func carries(_ channel: Channel) -> Bool {
    guard isOn, hasToken else { return false }
    switch channel {
    case .sms: return !smsSender.isEmpty
    case .whatsapp: return !whatsAppSender.isEmpty
    case .email, .inApp: return false
    }
  }

  static func isAccount(_ text: String) -> Bool { isName(text, "AC") }
  static func isService(_ text: String) -> Bool { isName(text, "MG") }
  static func isMessage(_ text: String) -> Bool { isName(text, "SM") || isName(text, "MM") }

  private static func isName(_ text: String, _ start: String) -> Bool {
    text.utf8.count == 34 && text.hasPrefix(start) && Hex.decode(String(text.dropFirst(2))) != nil
  }
}
