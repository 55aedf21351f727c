import Core

/// What a visitor tells about themselves when booking.
struct BookingDetails: Sendable {
  let patient: NewPatient
  /// To the practice; empty for none.
  let note: String
}
