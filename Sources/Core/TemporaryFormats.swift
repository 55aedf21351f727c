public struct Formats: Sendable {
  public let language: Language
  public let uses12HourClock: Bool
  public init(language: Language, uses12HourClock: Bool) {
    self.language = language
    self.uses12HourClock = uses12HourClock
  }
}
