import Core

/// One message as it stands in the portal.
struct InboxMessage: Sendable {
  /// Where it leads, as things are now.
  enum About: Sendable {
    case appointment(AppointmentID, sequence: Int, isAhead: Bool)
    /// A request that was declined, and the practice wrote why.
    case answer
    case offer(EntityID, isOpen: Bool)
  }
  let id: NoticeID
  let language: Language
  let placedAt: Instant
  let readAt: Instant?
  let text: PortalText
}
