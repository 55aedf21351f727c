import Core

/// A message to a patient that did not go out, as long as nobody has dealt with it.
struct FailedNotice: Sendable {
  let id: NoticeID
  let appointment: AppointmentID
  let patient: PatientID
  let patientName: PersonName
  let start: Instant
  let rule: String
  let channel: Channel
  /// Code of the outcome; empty in rows from before there were any.
  let reason: String
  let outcome: String
  let attempts: Int
  let endedAt: Instant?
}
