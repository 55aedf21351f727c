import Core

/// A member of staff's Google Calendar: read as a calendar elsewhere, and written into.
struct GoogleLink: Sendable {
  enum State: String, Sendable {
    /// Google has said yes; which calendar is still open.
    case choosing
    case on
    /// Google has ended the permission.
    case refused
    /// What was written is being taken away.
    case leaving
    /// Not all of it could be.
    case left
  }

  let id: EntityID
  let user: UserID
  let resource: ResourceID
  let external: EntityID?
  let state: State
  let refresh: String?
  let access: String?
  let accessUntil: Instant?
  let calendar: String?
  let namesPatients: Bool
  let leaseUntil: Instant?
  let pauseUntil: Instant?
  let strikes: Int
  let problem: ExternalProblem?
  let leavingAt: Instant?
  let stayed: Int

  /// How long one job may write; the worker ends a job sooner.
  static let leaseMinutes = 3
  /// Of one job; the rest is the next one's.
  static let writesAtOnce = 40
  static let longestPauseSeconds = 3600
  /// After that, what could not be taken away stays.
  static let leavingDays = 3

  /// - Parameter wanted: what Google asked for.
  static func pauseSeconds(_ wanted: Int?, strikes: Int) -> Int {
    min(max(wanted ?? 30 << min(strikes, 7), 1), longestPauseSeconds)
  }
}

/// A calendar that somebody may choose.
struct GoogleChoice: Sendable, Equatable {
  let id: String
  let name: String
}
