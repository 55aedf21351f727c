import Core
import Database

/// The sessions of a service that the public may still come to.
struct GroupDays: Sendable {
  let sessions: [GroupSession]

  /// Of what visitors see, in one statement whatever the horizon: within notice and horizon, with a place left.
  /// - Parameter apart: its own session is left out, since that is where it is already. Others of the same patient are
  ///   not: who holds the link of a visit may be anybody who typed the patient's name.
  static func read(
    _ offering: Offering, during span: TimeSpan, _ window: BookingWindow, now: Instant, apart: AppointmentID?,
    in db: borrowing TenantReader
  ) throws -> GroupDays {
    let own = try apart.flatMap { try Appointments.find($0, in: db)?.group }
    let people = Set(offering.practitioners.map(\.id))
    return GroupDays(
      sessions: try Groups.planned(offering.service.id, startingIn: span, now: now, in: db).filter { session in
        session.left.count > 0 && session.id != own && people.contains(session.assignment.practitioner)
          && window.obstacles(at: session.span.start).isEmpty
      })
  }

  /// In time order, each once.
  var starts: [Instant] { Set(sessions.map(\.span.start)).sorted() }

  /// What is left at each start: of several sessions at one time, of the one that a visitor would get.
  var left: [Instant: PlacesLeft] {
    Dictionary(sessions.map { ($0.span.start, $0.left) }) { first, _ in first }
  }
}
