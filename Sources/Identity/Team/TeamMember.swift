import Core

/// A member of staff as those who manage the team see them.
struct TeamMember: Sendable {
  let id: UserID
  let name: String
  let email: String
  let role: Role
  let isActive: Bool
  let language: Language
  let hasPassword: Bool
  let hasApp: Bool
  let passkeys: Int
  let recoveryCodesLeft: Int
  /// Of the newest session or browser; nil for somebody who has never signed in.
  let seenAt: Instant?
  let sessions: Int
  let createdAt: Instant
  let version: Int
}
