import Core
import Database

extension GroupHolds {
  /// Why no place can be had at a start: no session begins then, or all its places are taken.
  static func explanations(
    _ offering: Offering, _ question: WhyQuestion, _ window: BookingWindow, now: Instant,
    in db: borrowing TenantReader
  ) throws -> [SlotExplanation] {
    let general = offering.service.obstacles(isPracticeOpen: db.practice.booksOnline)
    let people = question.practitioner.map { [$0] } ?? offering.practitioners.map(\.id)
    guard !people.isEmpty else {
      return [SlotExplanation(practitioner: nil, obstacles: general + [.notOffered])]
    }
    let sessions = try starting(offering, at: question.start, now: now, in: db)
    return people.map { person in
      let own = sessions.filter { $0.assignment.practitioner == person }
      let places: [SlotObstacle] =
        own.isEmpty
        ? [offering.practitioners.contains { $0.id == person } ? .noSession : .notOffered]
        : own.allSatisfy { $0.left.count == 0 } ? [.sessionFull(places: own[0].places)] : []
      return SlotExplanation(practitioner: person, obstacles: general + window.obstacles(at: question.start) + places)
    }
  }
}
