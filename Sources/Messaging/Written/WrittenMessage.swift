import Core
import Database

struct WrittenMessageID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

/// What somebody of the practice wrote to a patient, or was written by them.
struct WrittenMessage: Sendable {
  enum Author: String, Sendable {
    case staff, patient
    /// Who acts for the patient.
    case guardian
  }
  enum Reader: String, Sendable {
    case patient, guardian

    init(_ actor: Actor) { self = if case .guardian = actor { .guardian } else { .patient } }
  }
  /// How it reaches the patient. Stored by its name.
  enum Medium: String, Sendable, CaseIterable {
    /// Read there, behind a second factor; a mail or a text says only that it waits.
    case portal
    /// Leave as they are written.
    case email, sms
  }

  let id: WrittenMessageID
  let author: Author
  /// Of the member of staff who wrote it.
  let writer: String?
  let medium: Medium
  let text: String
  let writtenAt: Instant
  /// When the patient opened it, or before them somebody who acts for them, and which of them.
  let readAt: Instant?
  let readBy: Reader?
  /// Nobody of the practice has answered it or laid it aside.
  let isOpen: Bool
  let closedAt: Instant?
  let closer: String?
  let isAnswered: Bool

  var isFromStaff: Bool { author == .staff }
  /// Stands in the portal, and this side has not opened it: a guardian's look does not use up the patient's own.
  func isUnopened(by reader: Reader) -> Bool {
    isFromStaff && medium == .portal && (readBy == nil || reader == .patient && readBy == .guardian)
  }
}

/// What was typed.
struct MessageDraft: Sendable {
  /// Code points.
  static let limit = 4000
  /// Of one patient's that wait for an answer: more would bury the first.
  static let openLimit = 20

  let text: String
  /// Of the form: sent twice it is one message.
  let key: [UInt8]
}
