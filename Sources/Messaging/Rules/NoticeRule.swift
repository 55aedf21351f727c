import Core

/// A rule as the practice has it: whether, when and by which channels.
struct NoticeRule: Sendable, Equatable {
  /// A year; see ``AppointmentRule/Kind/minutes`` for each kind.
  static let maximumMinutes = 525_600

  let rule: AppointmentRule
  var isActive: Bool
  /// Before the start, or after the end; 0 for what is sent at once.
  var minutes: Int
  var channels: Set<Channel>
  var version: Int
  /// Services for which it is on or off whatever ``isActive`` says.
  var services: [EntityID: Bool]
  /// When it was last switched on, for whom it matters who came since; nil while it is off.
  var onSince: Instant?

  static func standard(_ rule: AppointmentRule) -> NoticeRule {
    let minutes =
      switch rule {
      case .reminder48h: 2880
      case .reminder2h: 120
      case .followUp: 1440
      default: 0
      }
    // Nobody is welcomed, or written to after a visit, unless the practice wants it.
    return NoticeRule(
      rule: rule, isActive: rule != .followUp && rule != .welcome, minutes: minutes, channels: [.email], version: 0,
      services: [:])
  }

  func isOn(for service: EntityID) -> Bool { services[service] ?? isActive }
  var isOnAnywhere: Bool { isActive || services.values.contains(true) }

  /// When it is due; what is sent at once is due when it happens.
  func moment(start: Instant, end: Instant) -> Instant? {
    switch rule.kind {
    case .confirmation, .change, .cancellation, .request, .decline, .lapse, .welcome: nil
    case .reminder: start.adding(minutes: -minutes)
    case .followUp, .comeAgain: end.adding(minutes: minutes)
    }
  }
}
