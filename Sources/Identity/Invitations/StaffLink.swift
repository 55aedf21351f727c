import Core
import Database
import Routing

/// What a link to a member of staff is for.
enum StaffLinkPurpose: String, Sendable, CaseIterable {
  /// Somebody who is to join the practice.
  case invitation
  /// A person whose second factor was reset by a colleague.
  case factors
  /// A person who has forgotten their password.
  case password
  /// A person at a browser that strangers' tries hold up.
  case browser

  var minutes: Int {
    switch self {
    case .invitation: 7 * 24 * 60
    case .factors: 24 * 60
    case .password, .browser: 30
    }
  }

  /// The address of the link that this request asked for.
  func path(_ call: Call, _ practice: PracticeProfile) -> String {
    "/\(practice.slug)/\(rawValue)/\(call.parameters["token"] ?? "")"
  }
}

/// A link that a member of staff, or somebody to become one, has been sent. It works once.
struct StaffLink: Sendable {
  let id: EntityID
  let purpose: StaffLinkPurpose
  /// Nil for an invitation.
  let user: UserID?
  let name: String
  let email: String
  let role: Role
  let language: Language
  let maker: Maker?
  let createdAt: Instant
  let expiresAt: Instant
  /// Of the factor it asks for; each is counted before anything is compared.
  let tries: Int
  let isUsed: Bool
  let isRevoked: Bool

  /// Who caused it. Nil for a person's own request and for the operator of the box.
  struct Maker: Sendable {
    let name: String
    let role: Role
    let isActive: Bool
  }

  static let maximumTries = 8

  func isOpen(at now: Instant) -> Bool {
    !isUsed && !isRevoked && expiresAt > now && tries < Self.maximumTries && makerMayStill
  }

  /// An invitation counts for as long as the one who sent it could send it again: who was put out of the practice
  /// leaves no door open behind them.
  private var makerMayStill: Bool {
    guard purpose == .invitation, let maker else { return true }
    return maker.isActive && TeamRules.manages(maker.role, role)
  }
  var isWithdrawn: Bool { isRevoked || !makerMayStill }
}

/// A link to be made and mailed.
struct NewStaffLink: Sendable {
  let purpose: StaffLinkPurpose
  let user: UserID?
  let name: String
  let email: EmailAddress
  let role: Role
  let language: Language
  /// Nil unless somebody else causes it.
  let maker: UserID?
  /// Why factors were reset; empty for the others.
  let reason: String
}
