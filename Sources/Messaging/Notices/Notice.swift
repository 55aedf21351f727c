import Core

struct NoticeID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

/// One message that is due to somebody, from the moment it is planned until it was sent or is needed no more.
struct Notice: Sendable {
  enum State: String, Sendable {
    case waiting
    /// Marked before it is handed to the mail server. A worker that ends now leaves it so: it may have been sent.
    case sending
    case sent, notNeeded, failed
  }
  /// What it speaks of.
  enum Topic: Sendable, Equatable {
    case appointment(AppointmentID, sequence: Int)
    case challenge(EntityID)
  }

  let id: NoticeID
  let topic: Topic
  let rule: NoticeRule
  let language: Language
  let recipient: String
  let state: State
  let attempts: Int
}
