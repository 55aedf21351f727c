import Core

/// An appointment as its mails show it. What kind of service it is stays out of every mail: names of services can tell
/// of an illness.
struct Visit: Sendable {
  let appointment: AppointmentID
  let sequence: Int
  /// FHIR R4 code.
  let status: String
  let start: Instant
  let end: Instant
  /// Of the practice when the appointment was made.
  let zoneName: String
  let practitioner: String
  let isByVideo: Bool
  /// Of the room, else of the practitioner, else of the practice; empty when nobody filled it in.
  let place: String
  let price: Money
  /// Until when changing or cancelling costs nothing.
  let freeUntil: Instant
  let lateFee: Money
  let isLateFeeDue: Bool
  let language: Language
  let patient: PatientID
  let email: String?
  let isPatientDeceased: Bool
  /// The record is kept and otherwise not used: nobody is reminded.
  let isRestricted: Bool
  let contact: PracticeContact

  var isCancelled: Bool { status == "cancelled" }
  /// Whether the patient is still expected.
  var isExpected: Bool { status == "booked" || status == "pending" || status == "proposed" }

  /// Why this notice is needed no more; nil while it tells the truth.
  func reasonAgainst(_ rule: AppointmentRule, sequence: Int, now: Instant) -> NoticeOutcome? {
    if start <= now { return .past }
    if isPatientDeceased { return .deceased }
    if isRestricted, rule.isReminder { return .restricted }
    switch rule {
    case .cancellation:
      if !isCancelled || self.sequence != sequence { return .moved }
    case .confirmation, .change, .reminder48h, .reminder2h:
      if isCancelled { return .cancelled }
      if self.sequence != sequence { return .moved }
      if !isExpected { return .notExpected }
    }
    return email == nil ? .noAddress : nil
  }
}

/// How to reach the practice; empty where it is not filled in.
struct PracticeContact: Sendable {
  let email: String
  let phone: String
  let address: String
}
