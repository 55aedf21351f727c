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
  }

  let patient: PatientID
  let email: String?
  let refusesMail: Bool
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

  /// Why nothing can be written to them.
  enum Obstacle: String, Sendable, CaseIterable { case deceased, contactErased, restricted, inactive, noPortal }

  var obstacle: Obstacle? {
    if isDeceased { return .deceased }
    if isContactErased { return .contactErased }
    if isRestricted { return .restricted }
    if !isActive { return .inactive }
    return signsIn || !guardians.isEmpty ? nil : .noPortal
  }

  /// Who is told that something waits. Guardians are where the patient has no address: two people told of one
  /// message would each leave it to the other.
  var recipients: [Recipient] {
    guard obstacle == nil, !refusesMail else { return [] }
    if let email { return [Recipient(account: nil, address: email, language: language)] }
    return guardians.map { Recipient(account: $0.account, address: $0.email, language: $0.language) }
  }

  /// Why this one is not told now.
  func reasonAgainst(_ account: EntityID?) -> NoticeOutcome? {
    switch obstacle {
    case .deceased: return .deceased
    case .restricted, .contactErased: return .restricted
    case .inactive, .noPortal: return .noPortal
    case nil: break
    }
    if refusesMail { return .notWanted }
    return address(account) == nil ? .noAddress : nil
  }

  func address(_ account: EntityID?) -> String? {
    guard let account else { return email }
    return guardians.first { $0.account == account }?.email
  }
}
