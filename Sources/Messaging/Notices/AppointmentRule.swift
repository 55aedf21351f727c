import Core

/// Why a notice about an appointment is sent: a rule that comes with the product, or one of the practice's own. Stored
/// by its code.
struct AppointmentRule: RawRepresentable, Sendable, Hashable {
  enum Kind: String, Sendable, CaseIterable {
    case confirmation, change, cancellation
    /// Of a request: that it arrived, that it was declined, that nobody answered it.
    case request, decline, lapse
    /// What a new patient needs, once ever.
    case welcome
    case reminder, followUp
    /// Long after a visit that nothing followed.
    case comeAgain

    /// One of this kind, to show what it looks like.
    var sample: AppointmentRule {
      switch self {
      case .confirmation: .confirmation
      case .change: .change
      case .cancellation: .cancellation
      case .request: .request
      case .decline: .decline
      case .lapse: .lapse
      case .welcome: .welcome
      case .reminder: .reminder2h
      case .followUp: .followUp
      case .comeAgain: .make(.comeAgain)
      }
    }

    /// What follows a key of the words about several appointments of a series; only what is new tells of several.
    var seriesKey: String {
      switch self {
      case .change: ".change"
      case .cancellation: ".cancellation"
      case .confirmation, .request, .decline, .lapse, .welcome, .reminder, .followUp, .comeAgain: ""
      }
    }

    /// Goes out at once.
    var isImmediate: Bool {
      switch self {
      case .confirmation, .change, .cancellation, .request, .decline, .lapse, .welcome: true
      case .reminder, .followUp, .comeAgain: false
      }
    }

    /// Tells something new of the appointment: not when it is as they were last told.
    var isNews: Bool { isImmediate && self != .welcome }

    /// Suggests another visit after one. The treatment does not need it, so it takes a consent and can be unsubscribed from.
    var followsVisit: Bool { self == .followUp || self == .comeAgain }

    /// Those that a practice adds as many of as it wants.
    static let own: [Kind] = [.reminder, .followUp, .comeAgain]

    /// Ways by which it can be sent, in the order they are shown. What is no matter of one appointment costs no texts.
    var channels: [Channel] {
      self == .welcome || self == .comeAgain ? [.email, .inApp] : [.email, .sms, .whatsapp, .inApp]
    }

    /// How long before the start, or after the end; a reminder later than that would come when they are on their way.
    var minutes: ClosedRange<Int> {
      switch self {
      case .reminder: 15...129_600
      case .comeAgain: 1440...NoticeRule.maximumMinutes
      default: 0...129_600
      }
    }

    /// Staff can decide that it is not said. Who has not heard of an appointment at all yet is told of it, and who asked
    /// gets an answer to that by whatever time it comes.
    var canBeSilenced: Bool { self == .change || self == .cancellation || self == .decline }

    /// It stays true when the appointment's time has come.
    var outlivesStart: Bool { followsVisit || self == .lapse }
  }
  let rawValue: String
  let kind: Kind

  static let confirmation = AppointmentRule("confirmation", .confirmation)
  static let change = AppointmentRule("change", .change)
  static let cancellation = AppointmentRule("cancellation", .cancellation)
  static let request = AppointmentRule("request", .request)
  static let decline = AppointmentRule("decline", .decline)
  static let lapse = AppointmentRule("lapse", .lapse)
  static let welcome = AppointmentRule("welcome", .welcome)
  static let reminder48h = AppointmentRule("reminder48h", .reminder)
  static let reminder2h = AppointmentRule("reminder2h", .reminder)
  static let followUp = AppointmentRule("followUp", .followUp)
  static let standard = [
    confirmation, change, cancellation, request, decline, lapse, welcome, reminder48h, reminder2h, followUp,
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
  func deadline(_ start: Instant) -> Instant? { kind.followsVisit ? nil : start }

  /// A new one of the practice's own.
  static func make(_ kind: Kind) -> AppointmentRule {
    AppointmentRule(kind.rawValue + "-" + Hex.encode(Array(EntityID.make().bytes.suffix(6))), kind)
  }
  var isOwn: Bool { !AppointmentRule.standard.contains(self) }
}
