internal import CIcal
internal import Core

/// What a date or time of a calendar file means: an instant.
struct EventClock {
  /// Where a wall time stands.
  enum Place {
    case utc
    case zone(Zone)
    /// By the rules that the file brings along.
    case brought(OpaquePointer)
  }

  let calendar: OpaquePointer
  /// Of times that say none, and of whole days.
  let zone: Zone

  /// The zone a property names. A name that everybody knows counts as everybody knows it; another one by the rules in
  /// the file; one without rules is taken for the practice's own.
  func place(_ property: OpaquePointer) -> Place {
    guard let parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER),
      let text = icalparameter_get_tzid(parameter)
    else { return .zone(zone) }
    do {
      return .zone(try Zone(name: String(cString: text)))
    } catch {
      if let rules = icalcomponent_get_timezone(calendar, text) { return .brought(rules) }
      return .zone(zone)
    }
  }

  func instant(_ time: icaltimetype, _ place: Place) -> Instant? {
    guard icaltime_is_null_time(time) == 0,
      let date = LocalDate(year: Int(time.year), month: Int(time.month), day: Int(time.day))
    else { return nil }
    if time.is_date != 0 { return zone.startOfDay(date) }
    if icaltime_is_utc(time) != 0 {
      return Instant(seconds: Int64(icaltime_as_timet_with_zone(time, icaltimezone_get_utc_timezone())))
    }
    switch place {
    case .utc: return Instant(seconds: Int64(icaltime_as_timet_with_zone(time, icaltimezone_get_utc_timezone())))
    case .brought(let rules): return Instant(seconds: Int64(icaltime_as_timet_with_zone(time, rules)))
    case .zone(let zone): return EventClock.instant(date, time, zone)
    }
  }

  /// Of a time that comes twice the first; one that is left out is as far behind the gap as the clock says.
  private static func instant(_ date: LocalDate, _ time: icaltimetype, _ zone: Zone) -> Instant? {
    guard let clock = LocalTime(hour: Int(time.hour), minute: Int(time.minute)) else { return nil }
    if let found = zone.instants(of: LocalDateTime(date, clock)).first {
      return found.adding(seconds: Int64(time.second))
    }
    // The rule in force before the gap still counts (RFC 5545, 3.3.5): half a day earlier is before any gap.
    let isLate = clock.minutes >= 720
    let earlier = isLate ? date : date.adding(days: -1)
    guard let before = LocalTime(minutes: isLate ? clock.minutes - 720 : clock.minutes + 720) else { return nil }
    return zone.instants(of: LocalDateTime(earlier, before)).last?.adding(minutes: 720)
      .adding(seconds: Int64(time.second))
  }
}
