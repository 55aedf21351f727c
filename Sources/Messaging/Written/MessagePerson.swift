import Core

/// Whom a message is written to, and how they are told that one waits.
struct MessagePerson: Sendable {
  /// Who acts for the patient.
  struct Guardian: Sendable {
    let account: EntityID
    let email: String
    let language: Language
  }
  struct Recipient: Sendable, Equatable {
    let channel: Channel
    /// Of a guardian's portal; nil: the patient.
    let account: EntityID?
    /// Address or number, as it was typed.
    let address: String
    let language: Language
  }

  let patient: PatientID
  let email: String?
  let phone: String?
  let agreesToTexts: Bool
  let refused: Set<Channel>
  /// Where they live by another clock than the practice.
  let zone: String?
  let language: Language
  let isDeceased: Bool
  /// The record is kept and otherwise not used.
  let isRestricted: Bool
  /// By an address of their own.
  let signsIn: Bool
  let isActive: Bool
  let guardians: [Guardian]

  /// Why nothing can be written to them.
  enum Obstacle: String, Sendable, CaseIterable { case deceased, restricted, noPortal }

  var obstacle: Obstacle? {
    if isDeceased { return .deceased }
    if isRestricted { return .restricted }
    return isActive && (signsIn || !guardians.isEmpty) ? nil : .noPortal
  }

  /// Who is told that something waits. Guardians are where the patient has no address: two people told of one
  /// message would each leave it to the other.
  func recipients(_ carrier: Carrier?) -> [Recipient] {
    guard obstacle == nil else { return [] }
    var found: [Recipient] = []
    if !refused.contains(.email) {
      if let email {
        found.append(Recipient(channel: .email, account: nil, address: email, language: language))
      } else {
        found += guardians.map {
          Recipient(channel: .email, account: $0.account, address: $0.email, language: $0.language)
        }
      }
    }
    if let carrier, carrier.carries(.sms), agreesToTexts, !refused.contains(.sms), let phone,
      MobileNumber(phone, country: carrier.country) != nil
    {
      found.append(Recipient(channel: .sms, account: nil, address: phone, language: language))
    }
    return found
  }

  /// Why this one is not told now.
  func reasonAgainst(_ channel: Channel, _ account: EntityID?) -> NoticeOutcome? {
    switch obstacle {
    case .deceased: return .deceased
    case .restricted: return .restricted
    case .noPortal: return .noPortal
    case nil: break
    }
    if refused.contains(channel) { return .notWanted }
    switch channel {
    case .email: return address(channel, account) == nil ? .noAddress : nil
    case .sms: return agreesToTexts ? nil : .noTextConsent
    case .whatsapp, .inApp: return .ruleOff
    }
  }

  func address(_ channel: Channel, _ account: EntityID?) -> String? {
    if let account { return guardians.first { $0.account == account }?.email }
    return channel == .email ? email : phone
  }
}
