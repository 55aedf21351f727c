import Core

/// When a resource works, as the wall clock of the practice shows it.
struct OpeningHours: Sendable, Equatable {
  struct Weekly: Sendable, Equatable {
    let resource: ResourceID
    /// ISO, Monday is 1.
    let weekday: Int
    let opens: LocalTime
    let closes: LocalTime
  }
  struct Exception: Sendable, Equatable {
    /// Nil: the whole practice.
    let resource: ResourceID?
    let first: LocalDate
    let last: LocalDate
    /// Nil: closed on these days. Otherwise these hours replace the usual ones.
    let hours: (opens: LocalTime, closes: LocalTime)?
    let reason: String

    static func == (a: Exception, b: Exception) -> Bool {
      a.resource == b.resource && a.first == b.first && a.last == b.last && a.reason == b.reason
        && a.hours?.opens == b.hours?.opens && a.hours?.closes == b.hours?.closes
    }
  }

  let weekly: [Weekly]
  let exceptions: [Exception]
  /// Rooms and devices without hours of their own can be used at any time; a practitioner without hours does not work.
  let openByDefault: Set<ResourceID>

  /// The open spans of one date, earliest first. An exception of the resource itself counts before one of the practice;
  /// several of the same kind add up.
  func spans(of resource: ResourceID, on date: LocalDate) -> [(opens: LocalTime, closes: LocalTime)] {
    let today = exceptions.filter { $0.first <= date && date <= $0.last }
    for owner in [resource, nil] {
      let applying = today.filter { $0.resource == owner }
      if !applying.isEmpty { return applying.compactMap(\.hours).sorted { $0.opens < $1.opens } }
    }
    let own = weekly.filter { $0.resource == resource }
    if own.isEmpty, openByDefault.contains(resource) {
      return LocalTime(minutes: 0).flatMap { start in LocalTime(minutes: 1440).map { [(start, $0)] } } ?? []
    }
    return own.filter { $0.weekday == date.weekday }.map { ($0.opens, $0.closes) }.sorted { $0.0 < $1.0 }
  }
}
