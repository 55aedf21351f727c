import Core
import Database

/// The sessions of a service that the public may still come to.
struct GroupDays: Sendable {
  /// Those where the visitor wants to come, in time order.
  let sessions: [GroupSession]
  /// Where there are any, wherever the visitor wants to come, and where the visit is that may go elsewhere: each place
  /// once, the practice itself (nil) first.
  let places: [Site?]

  /// Of what visitors see, in one statement whatever the horizon and one more for their places: within notice and
  /// horizon, with a place left.
  /// - Parameter apart: its own session is left out, since that is where it is already. Others of the same patient are
  ///   not: who holds the link of a visit may be anybody who typed the patient's name.
  static func read(
    _ offering: Offering, during span: TimeSpan, _ window: BookingWindow, now: Instant, apart: AppointmentID?,
    in db: borrowing TenantReader
  ) throws -> GroupDays {
    let own = try apart.flatMap { try Appointments.find($0, in: db) }
    let people = Set(offering.practitioners.map(\.id))
    let open = try Groups.planned(offering.service.id, startingIn: span, now: now, in: db).filter { session in
      session.left.count > 0 && session.id != own?.group && people.contains(session.assignment.practitioner)
        && window.obstacles(at: session.span.start).isEmpty
    }
    return GroupDays(
      sessions: open.filter { offering.wanted.accepts($0.assignment.location) },
      places: try Places.sites(
        of: Set(open.map(\.assignment.location) + (own.map { [$0.assignment.location] } ?? [])), in: db))
  }

  /// What is left at each start and place: of several sessions there at one time, of the one that a visitor would get.
  var offered: [OfferedPlaces.Slot] {
    sessions.map { OfferedPlaces.Slot(start: $0.span.start, location: $0.assignment.location, left: $0.left) }
  }
}
