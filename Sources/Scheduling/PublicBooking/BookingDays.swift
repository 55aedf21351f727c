import Core
import Database

/// The days of the strip and the free starts of each: one computation for the page and for the alternatives that are
/// offered when a time was taken. Days are those of the reader's zone: an evening in New York is tomorrow in Tokyo.
struct BookingDays: Sendable {
  static let stripDays = 7

  let first: LocalDate
  /// Starts of each day from `first`, in time order.
  let starts: [[OfferedStart]]
  let chosen: LocalDate
  let lastDate: LocalDate
  /// Starts next to other visits, for a service that offers them first.
  let suggested: Set<Instant>
  let places: OfferedPlaces

  var chosenStarts: [OfferedStart] {
    let index = chosen.days(since: first)
    return starts.indices.contains(index) ? starts[index] : []
  }

  /// - Parameters:
  ///   - wanted: the day to show, or the next one of its strip that has a free start; nil opens on the first day that
  ///     has one.
  ///   - zone: the practice's, which the rules are about.
  ///   - shown: the one the reader reads times in.
  static func load(
    _ offering: Offering, wanted: LocalDate?, zone: Zone, shown: Zone, now: Instant, apart: AppointmentID? = nil,
    in db: borrowing TenantReader
  ) throws -> BookingDays {
    let window = BookingWindow(offering.service, zone: zone, now: now)
    let today = shown.local(now).date
    let lastDate = shown.local(window.end.adding(minutes: -1)).date
    let wish = wanted.map { min(max($0, today), lastDate) }
    // Whole weeks from today on: choosing a day of the strip leaves the strip where it is.
    var first = today.adding(days: (wish ?? today).days(since: today) / stripDays * stripDays)
    let groups = try sessions(offering, window, now: now, apart: apart, in: db)
    while true {
      let last = min(first.adding(days: stripDays - 1), lastDate)
      let found =
        try groups.map { Found($0, offering, zone, db.practice.name) }
        ?? free(
          offering, from: shown.startOfDay(first), until: shown.startOfDay(last.adding(days: 1)), window, zone: zone,
          now: now, apart: apart, in: db)
      let byDay = Dictionary(grouping: found.starts) { shown.local($0.start).date }
      let starts = (0...last.days(since: first)).map { byDay[first.adding(days: $0)] ?? [] }
      let free = starts.indices.filter { !starts[$0].isEmpty }
      // Without a wish the strip moves on, week by week, until there is something to offer.
      if wish == nil, free.isEmpty, last < lastDate {
        first = last.adding(days: 1)
        continue
      }
      let offset = wish?.days(since: first) ?? 0
      let chosen = first.adding(days: free.first { $0 >= offset } ?? free.last ?? offset)
      return BookingDays(
        first: first, starts: starts, chosen: chosen, lastDate: lastDate, suggested: found.suggested,
        places: found.places)
    }
  }

  /// Every session that can still be come to; nil for a service of one patient at a time.
  private static func sessions(
    _ offering: Offering, _ window: BookingWindow, now: Instant, apart: AppointmentID?, in db: borrowing TenantReader
  ) throws -> GroupDays? {
    guard offering.service.isGroup else { return nil }
    let span = TimeSpan(start: now, end: window.end)
    return try GroupDays.read(offering, during: span, window, now: now, apart: apart, in: db)
  }

  private struct Found {
    let starts: [OfferedStart]
    let suggested: Set<Instant>
    let places: OfferedPlaces

    init(_ slots: [Availability.Slot], _ availability: Availability, _ practice: String) {
      places = OfferedPlaces(
        availability.places, availability.service, wanted: availability.wanted, zone: availability.zone,
        practiceName: practice)
      starts = places.starts(
        slots.map { OfferedPlaces.Slot(start: $0.span.start, location: $0.location, left: nil) })
      suggested =
        availability.service.rules.clusters
        ? Set(slots.filter(availability.isNextToVisit).map(\.span.start)) : []
    }

    init(_ groups: GroupDays, _ offering: Offering, _ zone: Zone, _ practice: String) {
      places = OfferedPlaces(
        groups.places, offering.service, wanted: offering.wanted, zone: zone, practiceName: practice)
      starts = places.starts(groups.offered)
      suggested = []
    }
  }

  /// The free starts of the practice's days that the reader's days lie in, and those next to other visits.
  private static func free(
    _ offering: Offering, from start: Instant, until end: Instant, _ window: BookingWindow, zone: Zone, now: Instant,
    apart: AppointmentID?, in db: borrowing TenantReader
  ) throws -> Found {
    let from = zone.local(start).date
    let through = zone.local(end.adding(minutes: -1)).date
    let availability = try offering.availability(
      from: from, through: through, zone: zone, now: now, apart: apart, in: db)
    let slots = (0...through.days(since: from)).flatMap { offset in
      availability.slots(on: from.adding(days: offset), for: .visitor(window))
    }
    return Found(slots, availability, db.practice.name)
  }

  /// The free starts nearest to a time that could not be had, soonest first. Looks a week to each side.
  static func nearest(
    _ count: Int, to start: Instant, _ offering: Offering, zone: Zone, now: Instant, apart: AppointmentID? = nil,
    in db: borrowing TenantReader
  ) throws -> [OfferedStart] {
    let window = BookingWindow(offering.service, zone: zone, now: now)
    let distance = { (other: Instant) in (other.microseconds - start.microseconds).magnitude }
    if let groups = try sessions(offering, window, now: now, apart: apart, in: db) {
      let found = Found(groups, offering, zone, db.practice.name).starts
      return Array(found.sorted { (distance($0.start), $0.start) < (distance($1.start), $1.start) }.prefix(count))
        .sorted { $0.start < $1.start }
    }
    let date = zone.local(start).date
    let availability = try offering.availability(
      from: date.adding(days: -7), through: date.adding(days: 7), zone: zone, now: now, apart: apart, in: db)
    var nearest: [Availability.Slot] = []
    for day in [0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6, -7, 7].map({ date.adding(days: $0) })
    where day <= window.lastDate {
      // Nothing of that day is nearer than the bound it shares with the days between.
      let bound = zone.startOfDay(day < date ? day.adding(days: 1) : day)
      if day != date, nearest.count == count, nearest.allSatisfy({ distance($0.span.start) <= distance(bound) }) {
        continue
      }
      nearest += availability.slots(on: day, for: .visitor(window))
      nearest = Array(
        nearest.sorted {
          (distance($0.span.start), $0.span.start) < (distance($1.span.start), $1.span.start)
        }.prefix(count))
    }
    return Found(nearest.sorted { $0.span.start < $1.span.start }, availability, db.practice.name).starts
  }
}
