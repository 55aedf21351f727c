import Core

/// A start that could be offered, and where: a wish is for days and times as the clock on the wall there shows them.
struct PossibleStart: Sendable, Hashable, Comparable {
  let start: Instant
  /// Nil: at the practice itself.
  let location: LocationID?
  let clock: Zone
  /// Nobody goes anywhere: it suits whoever wishes for a place, too.
  let isByVideo: Bool

  /// As an offer asks for it.
  var place: WantedPlace { isByVideo ? .any : .exactly(location) }

  static func < (a: PossibleStart, b: PossibleStart) -> Bool {
    guard a.start == b.start else { return a.start < b.start }
    return b.location.map { other in a.location.map { $0 < other } ?? true } ?? false
  }
}
