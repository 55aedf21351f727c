/// Why Google did not do what it was asked.
enum GoogleProblem: Error, Sendable, Equatable {
  /// The permission has ended: its owner has to connect again.
  case permission
  /// The key of the hour is not taken; the lasting one may bring another.
  case key
  /// Too much was asked; seconds to wait, where it says so.
  case wait(seconds: Int?)
  /// Not with this permission, or not in this calendar.
  case forbidden
  /// 404 and 410: it is not there (any more), or what is asked for is too old to be told.
  case absent
  /// 409: there is one already.
  case doubled
  /// It does not understand us; trying again cannot help.
  case malformed
  case server, away, slow, large
  /// An answer that is not what was asked for.
  case content
  /// The keys of the installation are gone.
  case off

  /// As it is stored and told beside the calendar.
  var external: ExternalProblem {
    switch self {
    case .permission, .key: .grant
    case .wait: .quota
    case .forbidden: .forbidden
    case .absent: .gone
    case .doubled, .malformed, .server: .server
    case .away: .away
    case .slow: .slow
    case .large: .large
    case .content: .content
    case .off: .off
    }
  }
}
