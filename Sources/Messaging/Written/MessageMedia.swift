import Core
import Database

/// By which media a patient can be written to now, and why not by the others. Read for the page, when a message is
/// written, and again when its words are sent.
struct MessageMedia: Sendable {
  /// Why words cannot reach the patient by one of them.
  enum Obstacle: String, Sendable, CaseIterable {
    case noPortal
    case mailOff, noAddress, mailRefused, mailNotAgreed
    /// - textStopped: the patient answered STOP; textBarred: the carrier says so; textRefused: staff wrote it down.
    case textOff, noNumber, textStopped, textBarred, textRefused, textNotAgreed

    /// Whether a consent would put it right.
    var isMissingConsent: Bool { self == .mailNotAgreed || self == .textNotAgreed }

    var outcome: NoticeOutcome {
      switch self {
      case .noPortal: .noPortal
      case .mailOff: .noMailServer
      case .noAddress: .noAddress
      case .mailRefused, .textStopped, .textRefused: .notWanted
      case .textBarred: .notDelivered(.stopped, "the carrier takes nothing for this number")
      case .mailNotAgreed, .textNotAgreed: .noTextConsent
      case .textOff: .textOff
      case .noNumber: .noNumber
      }
    }
  }

  let person: MessagePerson
  /// Nil in a practice that sends no texts.
  let carrier: Carrier?
  let sendsMail: Bool
  private let quiet: QuietHours
  private let clock: Zone

  static func read(
    for person: MessagePerson, sendsMail: Bool, in db: borrowing TenantReader
  ) throws -> MessageMedia {
    MessageMedia(
      person: person, carrier: try Carriers.find(in: db), sendsMail: sendsMail,
      quiet: try QuietSettings.find(in: db).hours, clock: try Zone(name: person.zoneName ?? db.practice.zoneName))
  }

  func obstacle(to medium: WrittenMessage.Medium) -> Obstacle? {
    switch medium {
    case .portal: person.obstacle == .noPortal ? .noPortal : nil
    case .email: obstacleToMail
    case .sms: obstacleToTexts
    }
  }

  private var obstacleToMail: Obstacle? {
    if person.email == nil { return .noAddress }
    if person.refusesMail { return .mailRefused }
    if !person.agreed.contains(.email) { return .mailNotAgreed }
    return sendsMail ? nil : .mailOff
  }

  private var obstacleToTexts: Obstacle? {
    guard let carrier, carrier.carries(.sms) else { return .textOff }
    guard MobileNumber(person.phone ?? "", country: carrier.country) != nil else { return .noNumber }
    switch person.refusals[.sms] {
    case .reply: return .textStopped
    case .carrier: return .textBarred
    case .staff: return .textRefused
    case nil: return person.agreed.contains(.sms) ? nil : .textNotAgreed
    }
  }

  /// None when all of them are barred.
  var possible: [WrittenMessage.Medium] { WrittenMessage.Medium.allCases.filter { obstacle(to: $0) == nil } }

  /// When what is written now leaves. A text keeps the quiet hours of the patient's clock; a mail wakes nobody.
  func leaves(by medium: WrittenMessage.Medium, now: Instant) -> Instant {
    guard medium == .sms, case .at(let moment) = quiet.moment(now, before: nil, clock, now: now) else { return now }
    return moment
  }

  /// The address or number that words go to; empty for the portal.
  func recipient(by medium: WrittenMessage.Medium) -> String {
    switch medium {
    case .portal: ""
    case .email: person.email ?? ""
    case .sms: person.phone ?? ""
    }
  }
}
