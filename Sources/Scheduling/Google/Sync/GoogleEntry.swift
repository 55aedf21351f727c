import Core

/// What stands in a Google Calendar: an appointment, or a session of a group, whose places have none of their own there.
enum GoogleEntry: Hashable, Comparable, Sendable {
  case appointment(AppointmentID)
  case session(GroupID)

  var id: EntityID {
    switch self {
    case .appointment(let id): id.id
    case .session(let id): id.id
    }
  }
  var appointment: AppointmentID? { if case .appointment(let id) = self { id } else { nil } }
  var session: GroupID? { if case .session(let id) = self { id } else { nil } }

  static func < (a: GoogleEntry, b: GoogleEntry) -> Bool { a.id < b.id }
}
