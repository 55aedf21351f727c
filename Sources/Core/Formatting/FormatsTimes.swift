extension Formats {
  /// "10:30", or "10:30 am". The end of the day is "24:00", or "12:00 am".
  public func time(_ time: LocalTime) -> String {
    uses12HourClock ? clock(time) + " " + dayHalf(time) : time.description
  }

  /// "10:00–10:50"; "10:00–10:50 am"; "11:30 am – 12:20 pm".
  public func timeRange(_ start: LocalTime, _ end: LocalTime) -> String {
    guard uses12HourClock else { return "\(start)–\(end)" }
    if dayHalf(start) != dayHalf(end) || end.minutes == 1440 { return time(start) + " – " + time(end) }
    return clock(start) + "–" + time(end)
  }

  private func clock(_ time: LocalTime) -> String {
    let hour = time.hour % 12
    return "\(hour == 0 ? 12 : hour):" + Decimal.padded(time.minute, 2)
  }
  private func dayHalf(_ time: LocalTime) -> String {
    let isMorning = time.hour % 24 < 12
    return switch language {
    case .en: isMorning ? "am" : "pm"
    case .de, .he: isMorning ? "AM" : "PM"
    }
  }

  /// "50 minutes", "1 hour", "1 hour 20 minutes". Hebrew has a dual: "שעתיים", "שתי דקות".
  /// - Parameter minutes: at least 0; a negative count is taken as 0.
  public func duration(minutes: Int) -> String {
    let (hours, rest) = (max(0, minutes) / 60, max(0, minutes) % 60)
    if hours == 0 { return minuteCount(rest) }
    if rest == 0 { return hourCount(hours) }
    return switch language {
    case .en, .de: hourCount(hours) + " " + minuteCount(rest)
    case .he: joinedInHebrew(hourCount(hours), minuteCount(rest))
    }
  }

  private func hourCount(_ count: Int) -> String {
    switch language {
    case .en: count == 1 ? "1 hour" : "\(number(count)) hours"
    case .de: count == 1 ? "1 Stunde" : "\(number(count)) Stunden"
    case .he: count == 1 ? "שעה" : count == 2 ? "שעתיים" : "\(number(count)) שעות"
    }
  }
  private func minuteCount(_ count: Int) -> String {
    switch language {
    case .en: count == 1 ? "1 minute" : "\(count) minutes"
    case .de: count == 1 ? "1 Minute" : "\(count) Minuten"
    case .he: count == 1 ? "דקה" : count == 2 ? "שתי דקות" : "\(count) דקות"
    }
  }

  /// "Berlin time (GMT+1)". The offset is that of the instant, so in a repeated hour it tells the two apart.
  public func zoneLabel(_ zone: Zone, at instant: Instant) -> String {
    guard let city = city(of: zone) else { return zone == .utc ? "UTC" : zone.offsetText(at: instant, .full) }
    let offset = zone.offsetText(at: instant, .short)
    return switch language {
    case .en: "\(city) time (\(offset))"
    case .de: "Ortszeit \(city) (\(offset))"
    case .he: "שעון \(city) (\(offset))"
    }
  }

  /// The zone's city in this language; nil for a zone that is named after none, such as `UTC` or `Etc/GMT-3`.
  public func city(of zone: Zone) -> String? { city(ofZone: zone.name) }

  /// The same for a zone of which only the name is known.
  public func city(ofZone name: String) -> String? {
    if let names = ZoneCities.translated[name] {
      switch language {
      case .en: break
      case .de: return names.de
      case .he: return names.he
      }
    }
    let segments = name.split(separator: "/")
    guard segments.count > 1, let last = segments.last, segments[0] != "Etc" else { return nil }
    return String(last.map { $0 == "_" ? " " : $0 })
  }
}
