/// What a zone's clocks show during a stretch of time.
struct ZoneType: Sendable, Hashable {
  /// Seconds east of Greenwich.
  let offset: Int
  let isDaylightSaving: Bool
  let abbreviation: String
}

/// A zone's past and announced changes, and the rule for every year after them. Times are Unix seconds.
final class ZoneRules: Sendable {
  /// No zone is further than this from Greenwich (RFC 9636, section 3.2 advises 26 hours).
  static let maximumOffset: Int64 = 26 * 3600
  static let utc = ZoneRules(
    initial: ZoneType(offset: 0, isDaylightSaving: false, abbreviation: "UTC"), changes: [], footer: nil)

  struct Change: Sendable {
    let time: Int64
    let type: ZoneType
  }
  private let initial: ZoneType
  private let changes: [Change]
  private let footer: PosixRule?

  /// - Parameters:
  ///   - initial: what holds before the first change.
  ///   - changes: in rising order of time.
  ///   - footer: what holds from the last change on; nil when that never changes again.
  init(initial: ZoneType, changes: [Change], footer: PosixRule?) {
    self.initial = initial
    self.changes = changes
    self.footer = footer
  }

  func type(at time: Int64) -> ZoneType {
    guard let last = changes.last else { return footer?.type(at: time) ?? initial }
    if time >= last.time { return footer?.type(at: time) ?? last.type }
    let next = firstIndex(after: time)
    return next == 0 ? initial : changes[next - 1].type
  }

  /// Times at which the type really changes; the database also lists some at which it does not.
  func transitions(from start: Int64, through end: Int64) -> [Int64] {
    guard start <= end else { return [] }
    var times = changes[firstIndex(after: start - 1)...].prefix { $0.time <= end }.map(\.time)
    let boundary = changes.last?.time ?? Int64.min
    if let footer, end > boundary { times += footer.transitions(from: max(start, boundary + 1), through: end) }
    return times.filter { type(at: $0) != type(at: $0 - 1) }
  }

  /// Index of the first change later than `time`, by halving.
  private func firstIndex(after time: Int64) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
