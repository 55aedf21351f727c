import Core
import SQL

/// What the number of a claim's lane says. In one lane of one resource nothing ever meets: the unique key of claims.
enum ClaimLanes {
  static let capacities = 1...20
  /// What staff put over something else, saying why.
  static let onTop = 1...9
  /// Of calendars elsewhere, one each: what they say never refuses or removes an appointment that is here.
  static let elsewhere = 100...104

  /// The units of a resource that is for `capacity` at once.
  static func units(of capacity: Int) -> [Int] { [0] + (1..<max(1, capacity)).map { onTop.upperBound + $0 } }

  /// No claim is longer: visits with their buffers last hours, and what is busy elsewhere is cut at midnights.
  private static let longestDays = 2

  /// Of `c`, a claim: it touches the span. The end is bounded, although the rest would do: so the key `by_time` is read as
  /// far as the span reaches, and not to the end of everything ever booked.
  static func touching(_ span: TimeSpan) -> SQL {
    """
    c.starts_at < \(span.end) AND c.ends_at > \(span.start) AND c.ends_at < \(span.end.adding(days: longestDays))
    """
  }
}
