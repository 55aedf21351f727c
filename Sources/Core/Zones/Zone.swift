/// Why a time zone cannot be had.
public enum ZoneError: Error, Equatable, Sendable {
  /// The name is not shaped like an IANA zone name, or names something that is no zone.
  case invalidName
  /// The system's zone database has no such zone.
  case unknown
  /// The database's file is damaged or of a kind not supported.
  case malformed
}

/// An IANA time zone, as the system's zone database (`/usr/share/zoneinfo`, package tzdata) has it.
///
/// Zones are read once a process and kept. Two zones are equal when their names are: an alias is a zone of its own.
public struct Zone: Sendable, Hashable, CustomStringConvertible {
  /// The IANA name, such as `Europe/Berlin`.
  public let name: String
  private let rules: ZoneRules

  /// Reads the zone, or takes it from the process's table.
  public init(name: some StringProtocol) throws(ZoneError) {
    let name = String(name)
    rules = try ZoneTable.rules(of: name)
    self.name = name
  }

  private init(fixed rules: ZoneRules) {
    name = "UTC"
    self.rules = rules
  }
  /// Coordinated universal time; needs no database.
  public static let utc = Zone(fixed: .utc)

  /// Seconds to add to UTC to get the zone's wall clock; negative west of Greenwich.
  public func offset(at instant: Instant) -> Int { rules.type(at: instant.seconds).offset }

  /// The zone's own short name at an instant, such as `CET`, or a signed number for zones that have none (`+1030`).
  public func abbreviation(at instant: Instant) -> String { rules.type(at: instant.seconds).abbreviation }

  /// What the wall clock shows, seconds cut off.
  public func local(_ instant: Instant) -> LocalDateTime {
    LocalDateTime(wallSeconds: instant.seconds + Int64(offset(at: instant)))
  }

  /// Every instant at which the wall clock shows this: none in a gap, one, or two in a fold, the earlier first.
  /// Each one has been converted back and found to show the same time. 24:00 is 00:00 of the next day.
  public func instants(of local: LocalDateTime) -> [Instant] {
    let wall = local.wallSeconds
    let reach = ZoneRules.maximumOffset
    let before = rules.type(at: wall - reach).offset
    let transitions = rules.transitions(from: wall - reach, through: wall + reach)
    if transitions.isEmpty { return [Instant(seconds: wall - Int64(before))] }
    var offsets: Set<Int> = [before]
    for transition in transitions { offsets.insert(rules.type(at: transition).offset) }
    let matches = offsets.map { wall - Int64($0) }.filter { $0 + Int64(rules.type(at: $0).offset) == wall }
    return matches.sorted().map { Instant(seconds: $0) }
  }

  /// The instant of a wall time whose offset is known, as a form that offered both times of a fold sends it.
  /// Nil when the wall clock never shows this time with that offset.
  public func instant(of local: LocalDateTime, offset: Int) -> Instant? {
    instants(of: local).first { self.offset(at: $0) == offset }
  }

  /// When the zone's offset or abbreviation changes, in order, bounds included.
  public func transitions(from start: Instant, through end: Instant) -> [Instant] {
    rules.transitions(from: start.seconds, through: end.seconds).map { Instant(seconds: $0) }
  }

  /// The first instant of a local date, also when midnight is in a gap. For a date the zone left out altogether
  /// (Apia, 30 December 2011), the first instant of the next one.
  public func startOfDay(_ date: LocalDate) -> Instant {
    let midnight = LocalDateTime(date, .midnight)
    if let first = instants(of: midnight).first { return first }
    let wall = midnight.wallSeconds
    let reach = ZoneRules.maximumOffset
    for transition in rules.transitions(from: wall - reach, through: wall + reach)
    where transition + Int64(rules.type(at: transition).offset) > wall {
      return Instant(seconds: transition)
    }
    return Instant(seconds: wall - Int64(rules.type(at: wall).offset))
  }

  /// Whole minutes of a local date: 1440, more or fewer when the clocks change, 0 for a date left out.
  public func dayLength(_ date: LocalDate) -> Int {
    startOfDay(date.adding(days: 1)).minutes(since: startOfDay(date))
  }

  public var description: String { name }
  public static func == (a: Zone, b: Zone) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension LocalTime {
  /// 00:00.
  static let midnight = LocalTime(uncheckedMinutes: 0)
}

extension LocalDateTime {
  /// Seconds from 1970-01-01T00:00 on the same wall clock.
  var wallSeconds: Int64 { Int64(date.days) * 86_400 + Int64(time.minutes) * 60 }

  init(wallSeconds: Int64) {
    let days = wallSeconds.floorDivided(by: 86_400)
    let minutes = Int((wallSeconds - days * 86_400) / 60)
    self.init(LocalDate(days: Int32(days)), LocalTime(uncheckedMinutes: minutes))
  }
}
