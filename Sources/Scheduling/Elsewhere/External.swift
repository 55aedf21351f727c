import Core

/// A calendar elsewhere whose busy times close a practitioner's free time here. Only the times are kept: no titles, no
/// places, no names.
struct External: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case file, caldav
    /// By ``GoogleLink``: nobody types its address.
    case google

    /// Those that somebody adds by an address.
    static let typed: [Kind] = [.file, .caldav]
  }

  let id: EntityID
  let resource: ResourceID
  let user: UserID
  /// Of its claims.
  let lane: Int
  let kind: Kind
  let name: String
  let address: String
  let login: String?
  let password: String?
  let etag: String?
  let modified: String?
  let nextAt: Instant
  let triedAt: Instant?
  let copiedAt: Instant?
  let readAt: Instant?
  let failures: Int
  let problem: ExternalProblem?
  let unread: Int
  let isCut: Bool

  static let minutesBetweenLooks = 15
  static let longestMinutes = 6 * 60
  /// How long a look may go on; the worker ends a job sooner.
  static let leaseMinutes = 3
  /// A copy that nobody could confirm for so long closes nothing any more.
  static let daysKept = 7
  /// Days ahead that are read: as far as a service can be booked.
  static let daysAhead = 732
  /// A copy is read as a whole once a day, also when it did not change: the days ahead move on.
  static let hoursUntilWhole = 20
  /// Busy stretches of one calendar that are kept, the next ones first.
  static let maximumSpans = 3000
  static let limitBytes = 4 * 1_048_576
  /// Of each request; with redirects, looks stay below what a job may take.
  static let timeoutMilliseconds = 15_000
  static let redirects = 3

  /// Whether the copy is so old that it no longer counts; false where there never was one.
  func hasOldCopy(at now: Instant) -> Bool { copiedAt.map { $0 < now.adding(days: -External.daysKept) } ?? false }

  /// When to look again after this many failures in a row.
  static func minutes(afterFailures count: Int) -> Int {
    count <= 0 ? minutesBetweenLooks : min(minutesBetweenLooks << min(count, 10), longestMinutes)
  }
}

/// Why a look failed, as it is stored and told.
enum ExternalProblem: String, Sendable, CaseIterable {
  /// The address is not one that may be asked.
  case address
  /// The name or the machine does not answer.
  case away
  case slow, large, untrusted, redirect
  /// 401 or 403.
  case login
  /// 404 or 410.
  case gone
  /// Any other answer that is no success.
  case server
  /// An answer that is no calendar.
  case content
  /// Of Google: the permission has ended; it asks us to wait; it does not let us; its keys are not in the configuration.
  case grant, quota, forbidden, off
}
