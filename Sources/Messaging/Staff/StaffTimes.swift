import Core
import Database

/// Moments in words for members of staff, on the practice's clock.
struct StaffTimes: Sendable {
  private let formats: Formats
  private let zone: Zone

  init(_ practice: PracticeProfile, _ language: Language) throws(ZoneError) {
    formats = Formats(language: language, uses12HourClock: practice.uses12HourClock)
    zone = try Zone(name: practice.zoneName)
  }

  /// "Thursday 12 March 2026, 10:30, Berlin time (GMT+1)".
  func moment(_ instant: Instant) -> String {
    let local = zone.local(instant)
    let parts = [
      formats.date(local.date, .long), formats.time(local.time), formats.zoneLabel(zone, at: instant),
    ]
    return parts.joined(separator: ", ")
  }
}
