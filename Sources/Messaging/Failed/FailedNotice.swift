import Core

/// A message to a patient that did not go out, as long as nobody has dealt with it.
struct FailedNotice: Sendable {
  enum About: Sendable {
    case appointment(AppointmentID)
    case wish(EntityID)
    /// A message to this patient.
    case message(PatientID)

    /// What it is called where there is no time to name.
    var words: String {
      switch self {
      case .appointment, .wish: "messages.failed.waitlist"
      case .message: "conversation.title"
      }
    }

    /// Where it is dealt with.
    var href: String {
      switch self {
      case .appointment(let id): "/appointments/\(id)"
      case .wish(let id): "/calendar/waitlist/\(id)/edit"
      case .message(let patient): ConversationHandlers.path(patient)
      }
    }
  }
  let id: NoticeID
  let about: About
  let patient: PatientID
  let patientName: PersonName
  /// Of the visit; nil for a place on the waitlist and a message, which have no time.
  let start: Instant?
  /// Whether there is still something to say.
  let isTimely: Bool
  let rule: String
  let channel: Channel
  /// Code of the outcome; empty in rows from before there were any.
  let reason: String
  let outcome: String
  let attempts: Int
  let endedAt: Instant?
}
