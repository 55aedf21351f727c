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
  /// What it speaks of, and why it is sent.
  enum Topic: Sendable, Equatable {
    case appointment(AppointmentID, sequence: Int, AppointmentRule)
    case challenge(EntityID)
    case staffLink(EntityID, StaffLinkPurpose)
    case alert(UserID, StaffAlert, detail: String)
    /// An account of the portal.
    case portalAlert(EntityID, PortalAlert)
    /// A time that the waitlist keeps for a patient.
    case offer(EntityID)
    /// A patient's place on the waitlist.
    case wish(EntityID)
    /// What somebody of the practice wrote; of a guardian who is told: their account of the portal.
    case message(WrittenMessageID, account: EntityID?)
    /// What somebody of the practice wrote, itself.
    case words(WrittenMessageID)

    static let wordsRule = "words"

    /// The name it is stored by.
    var rule: String {
      switch self {
      case .appointment(_, _, let rule): rule.rawValue
      case .challenge: "signIn"
      case .staffLink(_, let purpose): purpose.rawValue
      case .alert(_, let alert, _): alert.rawValue
      case .portalAlert(_, let alert): alert.rawValue
      case .offer: "offer"
      case .wish: "wish"
      case .message: "message"
      case .words: Topic.wordsRule
      }
    }
  }

  let id: NoticeID
  let topic: Topic
  let language: Language
  let recipient: String
  let state: State
  let attempts: Int
  var channel = Channel.email
  /// When it is due, of one that was read.
  var sendAt: Instant?
  /// The one whose message tells of this one as well; see ``Companion``.
  var with: NoticeID?
  var rule: String { topic.rule }

  /// By mail, and not needed for the treatment (RFC 8058).
  var isUnsubscribable: Bool {
    guard channel == .email, case .appointment(_, _, let rule) = topic else { return false }
    return rule.kind.followsVisit
  }
}

extension Notice {
  /// Nil for the portal, where words stand as soon as they are written.
  init?(bringing message: WrittenMessageID, by medium: WrittenMessage.Medium, _ media: MessageMedia) {
    let channel: Channel
    switch medium {
    case .portal: return nil
    case .email: channel = .email
    case .sms: channel = .sms
    }
    self.init(
      id: .make(), topic: .words(message), language: media.person.language, recipient: media.recipient(by: medium),
      state: .waiting, attempts: 0, channel: channel)
  }
}
