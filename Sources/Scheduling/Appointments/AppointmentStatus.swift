/// FHIR R4 `AppointmentStatus`, the same codes.
enum AppointmentStatus: String, Sendable, CaseIterable {
  case proposed, pending, booked, arrived, checkedIn, fulfilled, cancelled, noshow, waitlist, enteredInError

  /// Whether it still takes its time: such an appointment has claims.
  var isLive: Bool {
    switch self {
    case .proposed, .pending, .booked, .arrived, .checkedIn, .fulfilled: true
    case .cancelled, .noshow, .waitlist, .enteredInError: false
    }
  }
}

enum PaymentStatus: String, Sendable, CaseIterable {
  case none, due, part, paid, overdue, covered, refunded, failed
}
