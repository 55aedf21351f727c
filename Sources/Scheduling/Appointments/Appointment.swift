import Core

/// What was planned (FHIR Appointment): who, what, when, where, and the policy as agreed when it was made.
struct Appointment: Sendable {
  let id: AppointmentID
  /// Moves with every change; a form that saw an older one is refused.
  let version: Int
  /// RFC 5545 SEQUENCE: rises when a calendar must update, and with it every link in a mail grows old.
  let sequence: Int
  let patient: PatientID
  let service: ServiceID
  let assignment: Availability.Assignment
  let status: AppointmentStatus
  let payment: PaymentStatus
  let span: TimeSpan
  let zoneName: String
  let bufferBefore: Int
  let bufferAfter: Int
  let lane: Int
  let price: Money
  let cancelNoticeMinutes: Int
  let lateFee: Money
  let language: Language
  /// Of a request that waits for staff: from then on it no longer counts.
  let answerBy: Instant?
  /// The session it is a place in; nil for a visit of one's own.
  let group: GroupID?

  /// Until when the patient may change or cancel without a fee.
  var freeUntil: Instant { span.start.adding(minutes: -cancelNoticeMinutes) }
  /// A request that staff have not answered and still can.
  func isOpenRequest(at now: Instant) -> Bool { status == .pending && (answerBy.map { now < $0 } ?? true) }
  var claimedSpan: TimeSpan { span.widened(before: bufferBefore, after: bufferAfter) }
}
