import Core
import Database

/// What becomes of each appointment in the changed part of a series.
struct SeriesMovePlan: Sendable {
  enum Fate: Sendable {
    case moves(SeriesPlan.Occurrence)
    /// Something is in the way of where it would go.
    case cannot(SeriesPlan.Occurrence)
    /// It was moved before, and stays there.
    case staysApart
    /// It was cancelled, is over or has begun.
    case isClosed
  }
  struct Item: Sendable {
    let occurrence: SeriesRecords.Occurrence
    let fate: Fate
    /// It stands elsewhere than the series puts it.
    let isApart: Bool
  }
  let pattern: SeriesPattern
  /// By the dates of the rule.
  let items: [Item]

  var moving: [(appointment: Appointment, to: SeriesPlan.Occurrence)] {
    items.compactMap { item in
      if case .moves(let target) = item.fate { (item.occurrence.appointment, target) } else { nil }
    }
  }
  var clashes: Int { items.count { if case .cannot = $0.fate { true } else { false } } }

  /// - Parameters:
  ///   - part: every occurrence of the changed part, in the order of its dates.
  ///   - offering: of the service, not limited.
  static func make(
    _ change: SeriesChange, to pattern: SeriesPattern, of series: Series, _ part: [SeriesRecords.Occurrence],
    _ offering: Offering, zone: Zone, now: Instant, in db: borrowing TenantReader
  ) throws -> SeriesMovePlan {
    let isApart = { (occurrence: SeriesRecords.Occurrence) in
      !series.pattern.places(occurrence.appointment, on: occurrence.date, zone: zone)
    }
    let open = part.filter { $0.isOpen(now: now) }
    let wanted = open.filter { change.takesOthersAlong || !isApart($0) }
    let buffers = wanted.first?.appointment
    let exact = offering.limited(to: pattern.wish(at: now)).lasting(
      pattern.minutes, before: buffers?.bufferBefore ?? 0, after: buffers?.bufferAfter ?? 0)
    let targets = try find(wanted, pattern, days: change.days, exact, zone: zone, now: now, in: db)
    return SeriesMovePlan(
      pattern: pattern,
      items: part.map { occurrence in
        let fate: Fate =
          if let target = targets[occurrence.appointment.id] {
            target.isFree ? .moves(target) : .cannot(target)
          } else {
            occurrence.isOpen(now: now) ? .staysApart : .isClosed
          }
        return Item(
          occurrence: occurrence, fate: fate, isApart: occurrence.isOpen(now: now) && isApart(occurrence))
      })
  }

  /// Those that cannot go stay where they are, and so may be in the way of others: asked again until nothing changes.
  private static func find(
    _ wanted: [SeriesRecords.Occurrence], _ pattern: SeriesPattern, days: Int, _ offering: Offering, zone: Zone,
    now: Instant, in db: borrowing TenantReader
  ) throws -> [AppointmentID: SeriesPlan.Occurrence] {
    guard let first = wanted.first?.date, let last = wanted.last?.date else { return [:] }
    let availability = try offering.availability(
      from: first.adding(days: days), through: last.adding(days: days), zone: zone, now: now, in: db)
    var found: [AppointmentID: SeriesPlan.Occurrence] = [:]
    var moving = wanted
    while !moving.isEmpty {
      let plan = try SeriesPlan.make(
        pattern, on: moving.map { $0.date.adding(days: days) }, offering,
        availability.without(Set(moving.map(\.appointment.id))), now: now, in: db)
      for (occurrence, target) in zip(moving, plan.occurrences) { found[occurrence.appointment.id] = target }
      if plan.clashing.isEmpty { break }
      moving = moving.filter { found[$0.appointment.id]?.isFree ?? false }
    }
    return found
  }
}

extension SeriesRecords.Occurrence {
  /// It can still be changed: to come, and agreed.
  func isOpen(now: Instant) -> Bool { SeriesScope.all.includes(self, from: date, now: now) }
}
