import Core

/// What somebody has seen of what happened: all of it up to a moment, and of the half minute after it what they were
/// shown. A request or job carries the time at which it began and is seen when it is written down, so that a moment which
/// has only just passed may still fill.
struct NewsMark: Sendable, Equatable {
  /// Seconds, longer than any request takes.
  static let lag: Int64 = 30
  /// More than one page shows.
  private static let most = 50

  let until: Instant
  /// Later ones that were seen, the newest first. It is told apart by its microsecond alone.
  let also: [Instant]

  init(until: Instant, also: [Instant] = []) {
    self.until = until
    self.also = Array(Set(also.filter { $0 > until }).sorted(by: >).prefix(Self.most))
  }

  /// Of a page that shows these, the newest first; nil for one that shows nothing.
  init?(showing moments: [Instant], now: Instant) {
    guard let newest = moments.first else { return nil }
    self.init(until: min(newest, now.adding(seconds: -Self.lag)), also: moments)
  }

  /// Microseconds since 1970, with commas between; nil for what is none, and for what is still to come.
  init?(text: String?, now: Instant) {
    let parts = text?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    let moments = parts.compactMap { Decimal.parse(String($0)) }.map { Instant(microseconds: Int64($0)) }
    guard let first = moments.first, moments.count == parts.count, parts.count <= Self.most + 1,
      moments.allSatisfy({ $0 <= now })
    else { return nil }
    self.init(until: first, also: Array(moments.dropFirst()))
  }

  var text: String { ([until] + also).map { "\($0.microseconds)" }.joined(separator: ",") }
  /// As it is stored beside ``until``.
  var alsoText: String { also.map { "\($0.microseconds)" }.joined(separator: ",") }
  /// The newest that was seen.
  var newest: Instant { also.first ?? until }

  func isNew(_ at: Instant) -> Bool { at > until && !also.contains(at) }

  /// Of two open pages all counts that either showed.
  func with(_ other: NewsMark) -> NewsMark {
    NewsMark(until: max(until, other.until), also: also + other.also)
  }
}
