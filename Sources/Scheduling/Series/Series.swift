import Calendars
import Core

struct SeriesID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

/// Appointments that repeat. Each is an appointment of its own, with claims; the series says by which rule they came
/// about, and so which of them were moved by hand since.
struct Series: Sendable {
  let id: SeriesID
  /// The one it was split off from.
  let previous: SeriesID?
  let pattern: SeriesPattern
}

/// What a series repeats.
struct SeriesPattern: Sendable {
  /// Longer ones nobody can look through, and a day's hours are not known for longer.
  static let mostDates = 104
  static let mostDays = 731

  let rule: RecurrenceRule
  /// From which the rule counts.
  let first: LocalDate
  /// On the wall clock of every date.
  let time: LocalTime
  let minutes: Int
  let service: ServiceID
  let practitioner: ResourceID
  let room: ResourceChoice
  let device: ResourceChoice
  /// Of the place it is in, when that is another than the practice's.
  let clock: Zone?

  enum Refusal: String, Error, Sendable { case tooMany, tooLong, tooFew }

  /// Every date of the rule.
  /// - Throws: ``Refusal`` for more than can be looked through, and for what does not repeat.
  func dates() throws(Refusal) -> [LocalDate] {
    let dates = rule.dates(from: first, limit: SeriesPattern.mostDates + 1)
    guard dates.count <= SeriesPattern.mostDates else { throw .tooMany }
    guard dates.count > 1, let last = dates.last else { throw .tooFew }
    guard last.days(since: first) <= SeriesPattern.mostDays else { throw .tooLong }
    return dates
  }

  func wish(at start: Instant) -> PlaceWish {
    PlaceWish(practitioner: practitioner, room: room, device: device, start: start, minutes: minutes)
  }

  /// The same by the clock of the place where its first date is: it keeps the time there when the clocks change. Where
  /// it is another date there, the days of the rule would be others: it stays with the practice's.
  func kept(_ availability: Availability) -> SeriesPattern {
    let zone = availability.zone
    guard clock == nil, let start = zone.instants(of: LocalDateTime(first, time)).first,
      let there = availability.site(of: practitioner, during: wish(at: start).span)?.zone, there != zone
    else { return self }
    let local = there.local(start)
    guard local.date == first else { return self }
    return SeriesPattern(
      rule: rule, first: first, time: local.time, minutes: minutes, service: service, practitioner: practitioner,
      room: room, device: device, clock: there)
  }

  /// Whether an appointment stands where the series puts it: false for one that was moved by hand.
  /// - Parameter zone: the practice's.
  func places(_ appointment: Appointment, on date: LocalDate, zone: Zone) -> Bool {
    (clock ?? zone).local(appointment.span.start) == LocalDateTime(date, time)
      && appointment.span.end.minutes(since: appointment.span.start) == minutes
      && appointment.assignment.practitioner == practitioner
  }
}
