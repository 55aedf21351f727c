/// When a child that ended is replaced. A program that cannot start must not fill the log or the processors, and one
/// request that kills its worker must not stop the others.
struct BackOff {
  /// A child that never became ready waits this much longer each time, up to half a minute.
  static let firstDelay: Int64 = 200
  static let longestDelay: Int64 = 30_000
  /// A child that was ready is missed: this long at most.
  static let readyDelay: Int64 = 100

  private(set) var failures = 0

  mutating func succeeded() { failures = 0 }

  /// Milliseconds to wait before a child takes the place of one that failed.
  mutating func delay(afterReady wasReady: Bool) -> Int64 {
    if wasReady { return Self.readyDelay }
    let doublings = min(failures, 20)
    failures += 1
    return min(Self.firstDelay << Int64(doublings), Self.longestDelay)
  }
}
