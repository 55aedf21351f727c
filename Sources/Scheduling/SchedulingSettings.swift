/// What the installation decides for Scheduling.
public struct SchedulingSettings: Sendable {
  /// Places one address may keep within an hour while booking.
  let holdsPerHour: Int
  /// Scheme, host and port of links in calendar files, without a final slash.
  let baseURL: String
  let registration: PatientRegistration
  /// Calendars elsewhere may be read by http, and from this machine.
  let isDevelopment: Bool
  /// Nil where the operator has entered no keys.
  let google: GoogleApp?
  public init(
    holdsPerHour: Int, baseURL: String, registration: PatientRegistration, isDevelopment: Bool, google: GoogleApp?
  ) {
    self.holdsPerHour = holdsPerHour
    self.baseURL = baseURL
    self.registration = registration
    self.isDevelopment = isDevelopment
    self.google = google
  }
}
