public import Core

/// When somebody is busy, read out of calendar files; nothing else of what these say is kept.
public struct BusyTimes: Sendable, Equatable {
  public struct Span: Sendable, Hashable {
    public let start: Instant
    public let end: Instant
    /// The event's name for itself.
    public let uid: String

    public init(start: Instant, end: Instant, uid: String) {
      self.start = start
      self.end = end
      self.uid = uid
    }
  }

  /// In time order; they may overlap.
  public let spans: [Span]
  /// Events that were left out because they cannot be read.
  public let unread: Int
  /// There was more than the limits allow.
  public let isCut: Bool

  /// What may be in a calendar that a stranger wrote.
  public struct Limits: Sendable {
    let events: Int
    /// Steps of one repeating event, those before the time asked about among them.
    let steps: Int
    /// Those of all events together.
    let allSteps: Int
    let spans: Int

    public init(events: Int, steps: Int, allSteps: Int, spans: Int) {
      self.events = events
      self.steps = steps
      self.allSteps = allSteps
      self.spans = spans
    }
    public static let usual = Limits(events: 20_000, steps: 30_000, allSteps: 1_000_000, spans: 20_000)
  }

  /// The busy times between two instants.
  /// - Parameters:
  ///   - zone: of times that say none, and of whole days.
  /// - Returns: nil when one of the files is no calendar.
  public static func read(
    _ files: [[UInt8]], from: Instant, until: Instant, zone: Zone, limits: Limits
  ) -> BusyTimes? {
    var reading = BusyReading(from: from, until: until, zone: zone, limits: limits)
    for file in files {
      guard let calendar = ParsedCalendar(file) else { return nil }
      reading.add(calendar)
    }
    return reading.result
  }
}
