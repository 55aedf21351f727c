/// Why the carrier did not deliver, by its own numbers, as staff read it.
enum TextFailure: String, Sendable, CaseIterable {
  /// Not a number, or none that texts reach.
  case badNumber
  /// The patient answered STOP to the carrier.
  case stopped
  /// The account may not send to this country.
  case region
  /// The sender is not the account's, not registered, or not of this kind.
  case badSender
  /// Off, out of reach, or given up.
  case unreachable
  /// Filtered on the way, or the account is suspended.
  case filtered
  /// More than a text may hold.
  case tooLong
  /// No account of WhatsApp, or a text that needs a template there.
  case noWhatsApp, noTemplate
  case other

  init(code: Int) {
    switch code {
    case 21211, 21217, 21401, 21421, 21614, 30006: self = .badNumber
    case 21610: self = .stopped
    case 21408, 21612, 21215: self = .region
    case 21212, 21603, 21606, 21608, 21659, 21703, 21704, 30034, 30032: self = .badSender
    case 30003, 30005, 30008, 30009: self = .unreachable
    case 30001, 30002, 30004, 30007: self = .filtered
    case 21605, 21617, 21618: self = .tooLong
    case 63003, 63024: self = .noWhatsApp
    case 63016: self = .noTemplate
    default: self = .other
    }
  }

  /// Stored with the notice.
  var code: String { "text-" + rawValue }
}
