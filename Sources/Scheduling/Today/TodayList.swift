import Core
import Database
import SQL

/// The rows behind a figure of the page. The raw value stands in the address.
enum TodayList: String, Sendable, CaseIterable {
  /// Over, and nobody has said how it went.
  case withoutOutcome = "without-outcome"
  case missed
  case bookedOnline = "booked-online"

  var path: String { "/today/\(rawValue)" }
  /// Keys of its words: what it is called, what it holds, and what is said when it holds nothing.
  var words: (title: String, intro: String, empty: String) {
    switch self {
    case .withoutOutcome: ("today.withoutOutcome", "today.withoutOutcome.intro", "today.withoutOutcome.empty")
    case .missed: ("today.missed", "today.missed.intro", "today.missed.empty")
    case .bookedOnline: ("today.bookedOnline", "today.bookedOnline.intro", "today.bookedOnline.empty")
    }
  }

  /// Of `a`, an appointment. Each is bounded by a time that an index knows.
  func condition(_ now: Instant) -> SQL {
    switch self {
    case .withoutOutcome:
      """
      a.starts_at >= \(TodayList.since(now)) AND a.starts_at < \(now) AND a.ends_at <= \(now)
        AND a.status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn')
      """
    case .missed: "a.starts_at >= \(TodayList.since(now)) AND a.starts_at < \(now) AND a.status = 'noshow'"
    case .bookedOnline:
      """
      a.source = 'online' AND a.created_at >= \(now.adding(days: -7))
        AND a.status IN ('proposed', 'pending', 'booked', 'arrived', 'checkedIn', 'fulfilled')
      """
    }
  }

  static func since(_ now: Instant) -> Instant { now.adding(days: -30) }
}
