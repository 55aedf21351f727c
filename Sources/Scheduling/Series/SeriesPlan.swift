import Core
import Database

/// Every date of a series with what is in the way there: the same review as of a single appointment.
struct SeriesPlan: Sendable {
  struct Occurrence: Sendable {
    let date: LocalDate
    let moment: Moment
    /// Nil for a time that does not exist.
    let review: PlaceReview?
    var isFree: Bool { review.map(\.conflicts.isEmpty) ?? false }
  }
  enum Moment: Sendable, Equatable {
    case once(Instant)
    /// The clocks are put back: it is the first of the two.
    case twice(Instant)
    /// The clocks leap over it.
    case never(ClockChange?)

    var instant: Instant? {
      switch self {
      case .once(let instant), .twice(let instant): instant
      case .never: nil
      }
    }

    init(_ date: LocalDate, _ time: LocalTime, zone: Zone) {
      let instants = zone.instants(of: LocalDateTime(date, time))
      switch (instants.count, instants.first) {
      case (1, .some(let only)): self = .once(only)
      case (_, .some(let first)): self = .twice(first)
      case (_, .none): self = .never(ClockChange.all(on: date, zone: zone).first { $0.kind == .leftOut })
      }
    }
  }

  let pattern: SeriesPattern
  let occurrences: [Occurrence]
  var free: [Occurrence] { occurrences.filter(\.isFree) }
  var clashing: [Occurrence] { occurrences.filter { !$0.isFree } }

  /// - Parameter offering: limited to what is asked for, with the length and buffers of these visits.
  static func make(
    _ pattern: SeriesPattern, on dates: [LocalDate], _ offering: Offering, zone: Zone, now: Instant,
    in db: borrowing TenantReader
  ) throws -> SeriesPlan {
    guard let first = dates.min(), let last = dates.max() else { return SeriesPlan(pattern: pattern, occurrences: []) }
    let availability = try offering.availability(from: first, through: last, zone: zone, now: now, in: db)
    return try make(pattern.kept(availability), on: dates, offering, availability, now: now, in: db)
  }

  /// The same by what was read before.
  static func make(
    _ pattern: SeriesPattern, on dates: [LocalDate], _ offering: Offering, _ availability: Availability, now: Instant,
    in db: borrowing TenantReader
  ) throws -> SeriesPlan {
    let moments = dates.map { (date: $0, moment: Moment($0, pattern.time, zone: pattern.clock ?? availability.zone)) }
    let wishes = moments.compactMap { $0.moment.instant.map(pattern.wish) }
    var reviews = try PlaceReview.of(wishes, offering, availability, now: now, in: db)[...]
    let occurrences = moments.map { date, moment in
      Occurrence(date: date, moment: moment, review: moment.instant == nil ? nil : reviews.popFirst())
    }
    return SeriesPlan(pattern: pattern, occurrences: occurrences)
  }
}

extension Availability {
  /// The same without what these appointments take.
  func without(_ appointments: Set<AppointmentID>) -> Availability {
    guard !appointments.isEmpty else { return self }
    return Availability(
      zone: zone, service: service, hours: hours,
      claims: claims.without(appointments),
      practitioners: practitioners, rooms: rooms, devices: devices, capacities: capacities, wanted: wanted)
  }
}
