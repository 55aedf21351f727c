import Core
import Database

/// Why a start is free or not with one practitioner: what the search found, and who is behind it.
struct SlotExplanation: Sendable {
  /// Nil where nobody offers the service at all.
  let practitioner: ResourceID?
  /// Empty: the booking page offers this start.
  let obstacles: [SlotObstacle]

  var isFreeForStaff: Bool { !obstacles.contains(where: \.bindsStaff) }
}

/// The explanations of one question, with what it takes to put them into words.
struct SlotExplanations: Sendable {
  let service: Service
  let each: [SlotExplanation]
  let availability: Availability
  let window: BookingWindow
  let takers: [EntityID: Taker]

  /// From a bounded number of statements whatever was asked: service, its resources, hours, exceptions, claims, who is
  /// behind those that are in the way, and for a supervisor whose patients may be named. Nil when there is no such
  /// service.
  static func of(
    _ question: WhyQuestion, zone: Zone, now: Instant, in db: borrowing TenantReader
  ) throws -> SlotExplanations? {
    guard let offering = try Offering.find(question.service, in: db)?.limited(at: question.place) else { return nil }
    let date = zone.local(question.start).date
    let availability = try offering.availability(from: date, through: date, zone: zone, now: now, in: db)
    let window = BookingWindow(offering.service, zone: zone, now: now)
    let each =
      offering.service.isGroup
      ? try GroupHolds.explanations(offering, question, window, now: now, in: db)
      : offering.explanations(question, availability, window, isPracticeOpen: db.practice.booksOnline)
    let claims = each.flatMap(\.obstacles).flatMap(\.claims)
    return SlotExplanations(
      service: offering.service, each: each, availability: availability, window: window,
      takers: try Takers.read(claims, now: now, in: db))
  }
}

extension Offering {
  /// The rules of the search, asked for all reasons instead of the first.
  func explanations(
    _ question: WhyQuestion, _ availability: Availability, _ window: BookingWindow, isPracticeOpen: Bool
  ) -> [SlotExplanation] {
    let general = service.obstacles(isPracticeOpen: isPracticeOpen)
    let people = question.practitioner.map { [$0] } ?? practitioners.map(\.id)
    guard !people.isEmpty else {
      return [SlotExplanation(practitioner: nil, obstacles: general + [.notOffered])]
    }
    let booker = Booker.visitor(window)
    return people.map { person in
      let own =
        availability.practitioners.contains(person)
        ? availability.obstacles(at: question.start, with: person, for: booker)
        : [.notOffered] + booker.obstacles(at: question.start)
      return SlotExplanation(practitioner: person, obstacles: general + own)
    }
  }
}
