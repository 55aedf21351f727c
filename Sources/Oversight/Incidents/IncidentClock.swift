import Core

/// A time the law gives, counted from the discovery.
enum IncidentClock: CaseIterable, Sendable {
  /// GDPR, article 33 (1): the supervisory authority, within 72 hours after having become aware of it.
  case authority
  /// HIPAA, 45 CFR 164.404 (b): each affected person, at the latest 60 calendar days after discovery.
  case patients

  /// What ends it.
  var step: IncidentStep {
    switch self {
    case .authority: .authority
    case .patients: .patients
    }
  }

  func due(from discovery: Instant, zone: Zone) -> Instant {
    switch self {
    case .authority: return discovery.adding(hours: 72)
    case .patients:
      // Calendar days are days of the practice's clock, also over a change of the hour.
      let local = zone.local(discovery)
      let wall = LocalDateTime(local.date.adding(days: 60), local.time)
      return zone.instants(of: wall).first ?? discovery.adding(days: 60)
    }
  }
}
