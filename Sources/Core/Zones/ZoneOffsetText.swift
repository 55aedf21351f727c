extension Zone {
  /// How an offset is written.
  public enum OffsetStyle: Sendable {
    /// `GMT`, `GMT+1`, `GMT+5:30`, `GMT−4`.
    case short
    /// `UTC+00:00`, `UTC−04:00`.
    case full
  }

  /// The offset for people, with a real minus sign (U+2212). Seconds, which only dates before 1972 have, are left out.
  public func offsetText(at instant: Instant, _ style: OffsetStyle) -> String {
    let minutes = offset(at: instant) / 60
    let sign = minutes < 0 ? "\u{2212}" : "+"
    let (hour, minute) = (abs(minutes) / 60, abs(minutes) % 60)
    switch style {
    case .short:
      guard minutes != 0 else { return "GMT" }
      return "GMT\(sign)\(hour)" + (minute == 0 ? "" : ":" + Decimal.padded(minute, 2))
    case .full:
      return "UTC" + sign + Decimal.padded(hour, 2) + ":" + Decimal.padded(minute, 2)
    }
  }
}
