/// News of somebody's portal. Identity says which, by this name.
enum PortalAlert: String, Sendable, CaseIterable {
  case passkeyAdded, passkeyRemoved
  case appAdded, appRemoved
  case factorsReset
  case recoveryCodesMade, recoveryCodeUsed
  case guardianAdded, guardianEnded
  case actingAdded, actingEnded
  case exportReady

  /// Whether who reads it does this, rather than the practice: then "that was not me" is the question.
  var isOwn: Bool {
    switch self {
    case .passkeyAdded, .passkeyRemoved, .appAdded, .appRemoved, .factorsReset, .recoveryCodesMade, .recoveryCodeUsed,
      .exportReady:
      true
    case .guardianAdded, .guardianEnded, .actingAdded, .actingEnded: false
    }
  }
}
