import Core
import Crypto

/// An appointment as its mails show it. What kind of service it is stays out of every mail: names of services can tell
/// of an illness.
struct Visit: Sendable {
  let appointment: AppointmentID
  let version: Int
  let sequence: Int
  let service: EntityID
  /// Inside the practice; it can tell of an illness.
  let serviceName: String
  /// Empty where the practice has not given it one.
  let publicService: String
  /// FHIR R4 code.
  let status: String
  /// Of a request that waits: from then on it is over.
  let answerBy: Instant?
  /// How it was cancelled; nil while it is not.
  let ended: Ended?
  let start: Instant
  let end: Instant
  /// Of the place when the appointment was made or last moved.
  let zoneName: String
  /// Where the patient lives by another clock, as far as the practice knows.
  let patientZone: String?
  /// Channels that the patient does not want.
  let refused: Set<Channel>
  let practitioner: String
  let isByVideo: Bool
  /// Where it was agreed to be, else the practice; empty when nobody filled it in.
  let place: String
  let price: Money
  /// Until when changing or cancelling costs nothing.
  let freeUntil: Instant
  let lateFee: Money
  let isLateFeeDue: Bool
  let language: Language
  let patient: PatientID
  let email: String?
  /// As it was typed.
  let phone: String?
  /// Channels that need an agreement, and have it.
  let agreed: Set<Channel>
  let isPatientDeceased: Bool
  /// The record is kept and otherwise not used: nobody is reminded.
  let isRestricted: Bool
  /// The record is in use.
  let isActive: Bool
  /// The patient signs in to the portal with the email address of the record.
  let signsIn: Bool
  /// Whether the patient has agreed to news of the practice, and not taken it back.
  let agreesToNews: Bool
  let contact: PracticeContact
  /// Of the same patient in the same group session, this one with; 1 for any other appointment.
  let places: Int

  /// How an appointment was cancelled.
  struct Ended: Sendable {
    enum By: String { case patient, practice, time }
    let by: By
    /// Nobody had agreed to it.
    let asRequest: Bool
    /// Staff wrote why. What they wrote stands in the portal, behind the second factor, and in no message.
    let hasAnswer: Bool
  }

  var isCancelled: Bool { status == "cancelled" }
  /// It waits for somebody to agree to it.
  var isAsked: Bool { status == "pending" }
  /// Whether the patient is still expected.
  var isExpected: Bool { status == "booked" || status == "proposed" }

  /// Whether the visit took place, as far as anybody has written down.
  var hasCome: Bool { status == "arrived" || status == "checkedIn" || status == "fulfilled" }

  /// The patient's own, for quiet hours.
  var clock: Zone {
    get throws(ZoneError) { try Zone(name: patientZone ?? zoneName) }
  }

  /// The rule tells of a request that the patient took back: no calendar has it, and nothing was cancelled.
  func isWithdrawal(_ kind: AppointmentRule.Kind) -> Bool {
    kind == .cancellation && ended?.asRequest == true && ended?.by == .patient
  }

  /// A hash of what messages say of it: two that are equal say the same.
  var facts: [UInt8] {
    let parts = [
      "\(start.microseconds)", "\(end.microseconds)", practitioner, isByVideo ? "video" : place,
      isCancelled ? "cancelled" : isAsked ? "asked" : "",
    ]
    return Array(Digest.sha256(Array(parts.joined(separator: "\n").utf8)).prefix(16))
  }

  /// Why this notice is needed no more; nil while it tells the truth.
  func reasonAgainst(
    _ rule: AppointmentRule, by channel: Channel, sequence: Int, now: Instant
  ) -> NoticeOutcome? {
    if start <= now, !rule.kind.outlivesStart { return .past }
    if isPatientDeceased { return .deceased }
    if isRestricted, !rule.kind.isNews { return .restricted }
    if !isActive, rule.kind == .welcome || rule.kind.followsVisit { return .inactive }
    switch rule.kind {
    case .request:
      switch ended?.by {
      case .patient: return .withdrawn
      case .time: return .past
      case .practice: return .answered
      case nil: if isCancelled { return .answered }
      }
      if !isAsked { return .answered }
      if let answerBy, answerBy <= now { return .past }
    case .cancellation, .decline, .lapse:
      if !isCancelled || self.sequence != sequence { return .moved }
    case .confirmation, .change, .reminder:
      if isCancelled { return .cancelled }
      if self.sequence != sequence { return .moved }
      if !isExpected { return .notExpected }
    case .welcome:
      // It stays true when the appointment is moved.
      if isCancelled { return .cancelled }
      if !isExpected { return .notExpected }
    case .followUp, .comeAgain:
      if isCancelled { return .cancelled }
      if self.sequence != sequence { return .moved }
      if !hasCome { return .notCome }
      if !agreesToNews { return .noConsent }
    }
    if refused.contains(channel) { return .notWanted }
    switch channel {
    case .email: return email == nil ? .noAddress : nil
    // Whether the number is one is for the carrier's settings to say.
    case .sms, .whatsapp: return agreed.contains(channel) ? nil : .noTextConsent
    // Who can sign in is for the portal to say.
    case .inApp: return nil
    }
  }
}

/// How to reach the practice; empty where it is not filled in.
struct PracticeContact: Sendable {
  let email: String
  let phone: String
  let address: String
}
