import Core

/// Whom a message is written to, and how they are told that one waits.
struct MessagePerson: Sendable {
  /// Who acts for the patient.
  struct Guardian: Sendable {
    let account: EntityID
    let email: String
    let language: Language
  }
  /// Who is told by mail.
  struct Recipient: Sendable, Equatable {
    /// Of a guardian's portal; nil: the patient.
    let account: EntityID?
    /// As it was typed.
    let address: String
    let language: Language

    /// Two spellings of one mailbox are one.
    var mailbox: String { EmailAddress.comparable(address) }
  }

  let patient: PatientID
  let email: String?
  /// As it was typed.
  let phone: String?
  /// Where the patient lives by another clock than the practice.
  let zoneName: String?
  /// What the patient does not want, and by whose word.
  let refusals: [Channel: Preference.Source]
  /// Which media the patient agreed to for words that leave as they are written.
  let agreed: Set<WrittenMessage.Medium>
  let language: Language
  let isDeceased: Bool
  /// What is left is kept for the law alone, and that cannot be lifted.
  let isContactErased: Bool
  /// The record is kept and otherwise not used.
  let isRestricted: Bool
  /// By an address of their own.
  let signsIn: Bool
  let isActive: Bool
  let guardians: [Guardian]

  var refusesMail: Bool { refusals[.email] != nil }

  /// Why nothing can be written to them into the portal.
  enum Obstacle: String, Sendable, CaseIterable {
    case deceased, contactErased, restricted, inactive, noPortal

    var outcome: NoticeOutcome {
      switch self {
      case .deceased: .deceased
      case .restricted, .contactErased: .restricted
      case .inactive: .inactive
      case .noPortal: .noPortal
      }
    }
  }

  var obstacle: Obstacle? { closure ?? (signsIn || !guardians.isEmpty ? nil : .noPortal) }

  /// Why nothing can be written to them at all.
  var closure: Obstacle? {
    if isDeceased { return .deceased }
    if isContactErased { return .contactErased }
    if isRestricted { return .restricted }
    return isActive ? nil : .inactive
  }

  /// Who is told that something waits. Guardians are where the patient has no address: two people told of one
  /// message would each leave it to the other.
  var recipients: [Recipient] {
    guard obstacle == nil, !refusesMail else { return [] }
    if let email { return [Recipient(account: nil, address: email, language: language)] }
    return guardians.map(recipient)
  }

  /// Those of who acts for the patient who asked what is answered, at an address of their own.
  func askers(_ accounts: Set<EntityID>) -> [Recipient] {
    guard obstacle == nil, !refusesMail else { return [] }
    return guardians.filter { accounts.contains($0.account) }.map(recipient)
  }

  private func recipient(_ guardian: Guardian) -> Recipient {
    Recipient(account: guardian.account, address: guardian.email, language: guardian.language)
  }

  /// Why this one is not told now.
  func reasonAgainst(_ account: EntityID?) -> NoticeOutcome? {
    if let obstacle { return obstacle.outcome }
    if refusesMail { return .notWanted }
    return address(account) == nil ? .noAddress : nil
  }

  func address(_ account: EntityID?) -> String? {
    guard let account else { return email }
    return guardians.first { $0.account == account }?.email
  }
}
