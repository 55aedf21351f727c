import Core

/// Why a notice about an appointment is sent: a rule that comes with the product, or one of the practice's own. Stored
/// by its code.
struct AppointmentRule: RawRepresentable, Sendable, Hashable {
  enum Kind: String, Sendable, CaseIterable {
    case confirmation, change, cancellation
    /// Of a request: that it arrived, that it was declined, that nobody answered it.
    case request, decline, lapse
    case reminder, followUp

    /// One of this kind, to show what it looks like.
    var sample: AppointmentRule {
      switch self {
      case .confirmation: .confirmation
      case .change: .change
      case .cancellation: .cancellation
      case .request: .request
      case .decline: .decline
      case .lapse: .lapse
      case .reminder: .reminder2h
      case .followUp: .followUp
      }
    }

    /// What follows a key of the words about several appointments of a series; only what is new tells of several.
    var seriesKey: String {
      switch self {
      case .change: ".change"
      case .cancellation: ".cancellation"
      case .confirmation, .request, .decline, .lapse, .reminder, .followUp: ""
      }
    }

    /// Tells something new, and at once.
    var isImmediate: Bool {
      switch self {
      case .confirmation, .change, .cancellation, .request, .decline, .lapse: true
      case .reminder, .followUp: false
      }
    }

    /// Staff can decide that it is not said. Who has not heard of an appointment at all yet is told of it, and who asked
    /// gets an answer to that by whatever time it comes.
    var canBeSilenced: Bool { self == .change || self == .cancellation || self == .decline }

    /// It stays true when the appointment's time has come.
    var outlivesStart: Bool { self == .followUp || self == .lapse }
  }
  let rawValue: String
  let kind: Kind

  static let confirmation = AppointmentRule("confirmation", .confirmation)
  static let change = AppointmentRule("change", .change)
  static let cancellation = AppointmentRule("cancellation", .cancellation)
  static let request = AppointmentRule("request", .request)
  static let decline = AppointmentRule("decline", .decline)
  static let lapse = AppointmentRule("lapse", .lapse)
  static let reminder48h = AppointmentRule("reminder48h", .reminder)
  static let reminder2h = AppointmentRule("reminder2h", .reminder)
  static let followUp = AppointmentRule("followUp", .followUp)
  static let standard = [
    confirmation, change, cancellation, request, decline, lapse, reminder48h, reminder2h, followUp,
  ]

  private init(_ code: String, _ kind: Kind) {
    rawValue = code
    self.kind = kind
  }

  /// Own rules are a kind, a hyphen and twelve digits of Base 16.
  init?(rawValue: String) {
    if let known = AppointmentRule.standard.first(where: { $0.rawValue == rawValue }) {
      self = known
      return
    }
    let parts = rawValue.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])), !kind.isImmediate, parts[1].utf8.count == 12,
      Hex.decode(String(parts[1])) != nil
    else { return nil }
    self.init(rawValue, kind)
  }

  /// What it must come before; nil where it may come late.
  func deadline(_ start: Instant) -> Instant? { kind == .followUp ? nil : start }

  /// A new one of the practice's own.
  static func make(_ kind: Kind) -> AppointmentRule {
    AppointmentRule(kind.rawValue + "-" + Hex.encode(Array(EntityID.make().bytes.suffix(6))), kind)
  }
  var isOwn: Bool { !AppointmentRule.standard.contains(self) }
}
