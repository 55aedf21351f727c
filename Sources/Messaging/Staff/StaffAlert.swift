/// News of an account that its owner should notice even when somebody else caused it. Identity says which, by this
/// name.
enum StaffAlert: String, Sendable, CaseIterable {
  case newDevice
  case passwordDisabled, codesTried
  case passwordChanged, passwordRemoved
  case passkeyAdded, passkeyRemoved
  case appAdded, appRemoved
  case recoveryCodesMade, recoveryCodeUsed
  case accountsJoined, accountsSeparated
  case providerAdded, providerRemoved
  case roleChanged
  case deactivated, reactivated
  /// Patients says this one: to the owners, about a colleague.
  case emergencyAccess
  /// Patients says this one as well: to whoever ordered a copy of a record.
  case exportReady

  /// Whether the owner of the account does this, rather than somebody who manages the team: then "that was not me" is
  /// the question.
  var isOwn: Bool {
    switch self {
    case .newDevice, .codesTried, .passwordChanged, .passwordRemoved, .passkeyAdded, .passkeyRemoved, .appAdded,
      .appRemoved,
      .recoveryCodesMade, .recoveryCodeUsed, .accountsJoined, .accountsSeparated, .providerAdded, .providerRemoved:
      true
    case .passwordDisabled, .roleChanged, .deactivated, .reactivated, .emergencyAccess, .exportReady: false
    }
  }
}
