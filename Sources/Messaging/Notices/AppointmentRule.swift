/// Why a notice about an appointment is sent. Stored by its name.
enum AppointmentRule: String, Sendable, CaseIterable {
  case confirmation, change, cancellation, reminder48h, reminder2h
}
