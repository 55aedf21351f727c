import Core

/// What staff do with an appointment that has a place in the calendar. The table of which state leads where. A request
/// (`pending`) is answered first: ``Requests``.
enum StatusAct: String, Sendable, CaseIterable {
  case checkIn, undoArrival, noShow, undoNoShow, completion, undoCompletion, cancellation, undoCancellation

  /// The state after the act; nil where it makes no sense.
  func result(from status: AppointmentStatus) -> AppointmentStatus? {
    switch (self, status) {
    case (.checkIn, .booked), (.checkIn, .proposed): .arrived
    case (.undoArrival, .arrived): .booked
    case (.noShow, .booked), (.noShow, .proposed): .noshow
    case (.undoNoShow, .noshow): .booked
    case (.completion, .booked), (.completion, .arrived), (.completion, .checkedIn): .fulfilled
    // Who was seen had come.
    case (.undoCompletion, .fulfilled): .arrived
    case (.cancellation, .booked), (.cancellation, .proposed), (.cancellation, .arrived): .cancelled
    case (.undoCancellation, .cancelled): .booked
    case (.checkIn, _), (.undoArrival, _), (.noShow, _), (.undoNoShow, _), (.completion, _), (.undoCompletion, _),
      (.cancellation, _), (.undoCancellation, _):
      nil
    }
  }

  /// Nobody arrives on an earlier day, and nothing is over before it began.
  func isTimely(for span: TimeSpan, zone: Zone, now: Instant) -> Bool {
    switch self {
    case .checkIn: now >= zone.startOfDay(zone.local(span.start).date)
    case .noShow, .completion: now >= span.start
    case .undoArrival, .undoNoShow, .undoCompletion, .cancellation, .undoCancellation: true
    }
  }

  func isOpen(for appointment: Appointment, zone: Zone, now: Instant) -> Bool {
    result(from: appointment.status) != nil && isTimely(for: appointment.span, zone: zone, now: now)
  }

  /// The act that takes this one back.
  var undo: StatusAct? {
    switch self {
    case .checkIn: .undoArrival
    case .noShow: .undoNoShow
    case .completion: .undoCompletion
    case .cancellation: .undoCancellation
    case .undoArrival, .undoNoShow, .undoCompletion, .undoCancellation: nil
    }
  }

  /// The last part of its address.
  var path: String {
    switch self {
    case .checkIn: "check-in"
    case .undoArrival: "arrival-undo"
    case .noShow: "no-show"
    case .undoNoShow: "no-show-undo"
    case .completion: "completion"
    case .undoCompletion: "completion-undo"
    case .cancellation: "cancellation"
    case .undoCancellation: "cancellation-undo"
    }
  }

  /// What the audit trail calls it.
  var auditAction: StaticString {
    switch self {
    case .checkIn: "appointment.arrive"
    case .undoArrival: "appointment.arrive.undo"
    case .noShow: "appointment.noshow"
    case .undoNoShow: "appointment.noshow.undo"
    case .completion: "appointment.fulfil"
    case .undoCompletion: "appointment.fulfil.undo"
    case .cancellation: "appointment.cancel"
    case .undoCancellation: "appointment.cancel.undo"
    }
  }
}

extension AppointmentStatus {
  /// Whether its time can still be changed.
  var isMovable: Bool {
    switch self {
    case .proposed, .booked, .arrived: true
    case .pending, .checkedIn, .fulfilled, .cancelled, .noshow, .waitlist, .enteredInError: false
    }
  }
}
