public import SQL

/// What a wall clock and a calendar show together, without a zone. Whole minutes.
public struct LocalDateTime: Hashable, Sendable, Comparable, SQLBindable, CustomStringConvertible {
  public let date: LocalDate
  public let time: LocalTime

  public init(_ date: LocalDate, _ time: LocalTime) {
    self.date = date
    self.time = time
  }
  /// `YYYY-MM-DDTHH:MM` exactly; nil otherwise.
  public init?(text: some StringProtocol) {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2, let date = LocalDate(text: parts[0]), let time = LocalTime(text: parts[1]) else {
      return nil
    }
    self.init(date, time)
  }
  public static func < (a: LocalDateTime, b: LocalDateTime) -> Bool { (a.date, a.time) < (b.date, b.time) }
  public var description: String {
    var text: [UInt8] = []
    date.append(to: &text)
    text.append(UInt8(ascii: "T"))
    time.append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }
  public var sqlValue: SQLValue { .wallClock((Int64(date.days) * 1440 + Int64(time.minutes)) * 60_000_000) }
}
