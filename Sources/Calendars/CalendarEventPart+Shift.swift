internal import CIcal
internal import Core

extension CalendarEventPart {
  /// From the time of an occurrence to where it was moved.
  enum Shift {
    /// By the clock on the wall, which a change to summer time does not lengthen.
    case wall(icaldurationtype)
    /// Between clocks of different zones.
    case seconds(Int64)

    /// - Parameters:
    ///   - replaced: a RECURRENCE-ID.
    ///   - start: a DTSTART.
    init?(from replaced: OpaquePointer, to start: OpaquePointer, _ clock: EventClock) {
      let (old, new) = (icalproperty_get_recurrenceid(replaced), icalproperty_get_dtstart(start))
      let isSameClock = icaltime_is_utc(old) == icaltime_is_utc(new) && old.is_date == new.is_date
      if isSameClock, Shift.zone(of: replaced) == Shift.zone(of: start) {
        self = .wall(icaltime_subtract(new, old))
        return
      }
      guard let from = clock.instant(old, clock.place(replaced)), let to = clock.instant(new, clock.place(start)) else {
        return nil
      }
      self = .seconds(to.seconds - from.seconds)
    }

    private static func zone(of property: OpaquePointer) -> String? {
      icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER).flatMap { icalparameter_get_tzid($0) }
        .map { String(cString: $0) }
    }
  }
}
