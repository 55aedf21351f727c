import Core
import Database
import Routing

/// Moments in words, on the practice's clock.
struct Moments {
  private let formats: Formats
  private let zone: Zone

  init(_ call: Call, _ practice: PracticeProfile) throws(ZoneError) {
    formats = call.formats
    zone = try Zone(name: practice.zoneName)
  }

  /// "12 March 2026, 10:30".
  func text(_ instant: Instant) -> String {
    let local = zone.local(instant)
    return formats.date(local.date, .medium) + ", " + formats.time(local.time)
  }
  func day(_ instant: Instant) -> String { formats.date(zone.local(instant).date, .medium) }
}
