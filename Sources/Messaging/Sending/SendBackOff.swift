import Core

/// When a mail that the server did not take is tried again. Greylisting wants some minutes; a server that is down may
/// take a night.
enum SendBackOff {
  private static let minutes = [1, 5, 15, 30, 60, 120, 240, 480]
  static var maximumAttempts: Int { minutes.count + 1 }

  /// Nil after the last try.
  static func next(afterAttempt attempt: Int, now: Instant) -> Instant? {
    guard minutes.indices.contains(attempt - 1) else { return nil }
    return now.adding(minutes: minutes[attempt - 1])
  }
}
