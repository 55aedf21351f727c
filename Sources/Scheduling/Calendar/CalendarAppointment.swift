import Core

/// An appointment as the calendar shows it.
struct CalendarAppointment: Sendable {
  let id: AppointmentID
  let version: Int
  /// Nil for a patient whom the reader does not reach: then the time is taken, and no more is said.
  let patient: PersonName?
  let service: ServiceID
  let serviceName: String
  let isVideo: Bool
  let assignment: Availability.Assignment
  let status: AppointmentStatus
  let payment: PaymentStatus
  let span: TimeSpan
  let lane: Int
  let isLateCancellation: Bool
  let hasNote: Bool
  /// The session it is a place in.
  let group: GroupID?
}

/// A place that a visitor is about to book.
struct CalendarHold: Sendable {
  let resource: ResourceID
  let span: TimeSpan
  let expiresAt: Instant
}
