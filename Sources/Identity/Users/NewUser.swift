public import Core

/// A member of staff to be.
public struct NewUser: Sendable {
  public let name: String
  public let email: EmailAddress
  public let role: Role
  public let language: Language
  public let password: String
  public let totp: TOTPSecret

  public init(
    name: String, email: EmailAddress, role: Role, language: Language, password: String, totp: TOTPSecret
  ) {
    self.name = name
    self.email = email
    self.role = role
    self.language = language
    self.password = password
    self.totp = totp
  }
}

/// Why somebody is not added.
public enum NewUserProblem: Error, Sendable, Equatable {
  /// Empty, or more than 120 characters.
  case name
  /// Patients are no members of staff.
  case role
  case password(PasswordProblem)
  /// Somebody of this practice has this address.
  case emailTaken
}

/// A member of staff, for lists.
public struct UserSummary: Sendable, Equatable {
  public let id: UserID
  public let name: String
  public let email: String
  public let role: Role
  public let isActive: Bool
}
