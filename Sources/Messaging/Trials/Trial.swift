import Core

/// A message that a member of staff sends to themselves, to see whether it arrives.
struct Trial: Sendable {
  /// What can be tried. WhatsApp begins in approved words alone, which speak of an appointment.
  static let channels: [Channel] = [.email, .sms]
  static let perHour = 5
  /// On the page, the latest first.
  static let shown = 5

  enum State: String, Sendable { case waiting, sending, sent, failed }

  let id: EntityID
  let user: UserID
  /// Who asked for it.
  let name: String
  let channel: Channel
  let state: State
  let reason: String
  let outcome: String
  let createdAt: Instant
}
