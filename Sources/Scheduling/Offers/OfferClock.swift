import Core

/// Until when a patient can answer.
enum OfferClock {
  static let minutes = 120
  /// Less is no time to read a mail.
  static let leastMinutes = 15
  /// Whoever is asked in the night answers in the morning.
  static let quiet = (from: 21 * 60, until: 7 * 60)
  static let morning = 9 * 60

  /// Two hours, at night until nine in the morning, and never later than the notice of the service. Nil when that leaves
  /// too little time.
  /// - Parameter zone: the clock of the place: who goes there sleeps by it.
  static func end(of start: Instant, notice: Int, zone: Zone, now: Instant) -> Instant? {
    let end = min(wished(zone, now), start.adding(minutes: -notice))
    return end >= now.adding(minutes: leastMinutes) ? end : nil
  }

  private static func wished(_ zone: Zone, _ now: Instant) -> Instant {
    let plain = now.adding(minutes: minutes)
    let local = zone.local(now)
    guard local.time.minutes >= quiet.from || local.time.minutes < quiet.until else { return plain }
    let date = local.time.minutes >= quiet.from ? local.date.adding(days: 1) : local.date
    let nine = LocalTime(minutes: morning).flatMap { zone.instants(of: LocalDateTime(date, $0)).first }
    return max(plain, nine ?? plain)
  }
}
