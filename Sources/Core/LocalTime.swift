/// A time of day on a wall clock, in whole minutes from midnight: 0 (00:00) to 1440 (24:00, the end of the day).
public struct LocalTime: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let minutes: Int

  /// Nil outside 0...1440.
  public init?(minutes: Int) {
    guard (0...1440).contains(minutes) else { return nil }
    self.minutes = minutes
  }
  /// For minutes that are known to lie in 0...1440.
  init(uncheckedMinutes minutes: Int) { self.minutes = minutes }
  public init?(hour: Int, minute: Int) {
    guard (0...24).contains(hour), (0...59).contains(minute) else { return nil }
    self.init(minutes: hour * 60 + minute)
  }
  /// `HH:MM` exactly; nil otherwise.
  public init?(text: some StringProtocol) {
    let utf8 = Array(text.utf8)
    guard utf8.count == 5, utf8[2] == UInt8(ascii: ":"), let hour = Decimal.parse(utf8[0..<2]),
      let minute = Decimal.parse(utf8[3..<5])
    else { return nil }
    self.init(hour: hour, minute: minute)
  }
  public var hour: Int { minutes / 60 }
  public var minute: Int { minutes % 60 }
  public static func < (a: LocalTime, b: LocalTime) -> Bool { a.minutes < b.minutes }
  /// `HH:MM`.
  public var description: String {
    var text: [UInt8] = []
    append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }
  func append(to text: inout [UInt8]) {
    Decimal.append(hour, 2, to: &text)
    text.append(UInt8(ascii: ":"))
    Decimal.append(minute, 2, to: &text)
  }
}
