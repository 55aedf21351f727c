/// Why a notice about an appointment is sent. Stored by its name.
enum AppointmentRule: String, Sendable, CaseIterable {
  case confirmation, change, cancellation, reminder48h, reminder2h

  /// Unlike the others it tells nothing new.
  var isReminder: Bool {
    switch self {
    case .reminder48h, .reminder2h: true
    case .confirmation, .change, .cancellation: false
    }
  }
}
