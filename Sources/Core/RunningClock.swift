/// Goes on from a moment that a job was given, for what is written down after others were waited for.
public struct RunningClock: Sendable {
  private let start: Instant
  private let started = ContinuousClock.now

  public init(from start: Instant) { self.start = start }

  public var now: Instant {
    let passed = (ContinuousClock.now - started).components
    return Instant(
      microseconds: start.microseconds + passed.seconds * 1_000_000 + passed.attoseconds / 1_000_000_000_000)
  }
}
