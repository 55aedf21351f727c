import Core
import Database

/// News of an account that its owner gets by mail, also when somebody else caused it. Messaging writes the mail.
enum StaffAlert: Sendable {
  /// A row of identity_device: a browser that the account has not seen before has signed in.
  case newDevice(EntityID)
  /// After a hundred wrong ones in a row it opens nothing.
  case passwordDisabled
  /// The right password, and then ten wrong codes.
  case codesTried
  case passwordChanged, passwordRemoved
  case passkeyAdded, passkeyRemoved
  case appAdded, appRemoved
  case recoveryCodesMade, recoveryCodeUsed
  case accountsJoined, accountsSeparated
  case providerAdded, providerRemoved
  case roleChanged(Role)
  case deactivated, reactivated
  /// To owners: a colleague opened a record in an emergency. Patients asks for it, by this name.
  case emergencyAccess
  /// To whoever ordered a copy of a record: it can be fetched. Patients asks for it, by this name.
  case exportReady

  /// In the transaction that causes it: either both happen or neither.
  static func enqueue(
    _ alert: StaffAlert, for user: UserID, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    // The id makes the mail one mail, and says when.
    let id = EntityID.make(at: now)
    try tx.enqueue(NewJob("identity.alert", payload: "\(id) \(user) \(alert.code)", runAt: now, uniqueKey: "\(id)"))
  }

  /// The name Messaging knows it by, with an id or a code after it where the mail needs one.
  var code: String {
    switch self {
    case .newDevice(let device): "newDevice \(device)"
    case .passwordDisabled: "passwordDisabled"
    case .codesTried: "codesTried"
    case .passwordChanged: "passwordChanged"
    case .passwordRemoved: "passwordRemoved"
    case .passkeyAdded: "passkeyAdded"
    case .passkeyRemoved: "passkeyRemoved"
    case .appAdded: "appAdded"
    case .appRemoved: "appRemoved"
    case .recoveryCodesMade: "recoveryCodesMade"
    case .recoveryCodeUsed: "recoveryCodeUsed"
    case .accountsJoined: "accountsJoined"
    case .accountsSeparated: "accountsSeparated"
    case .providerAdded: "providerAdded"
    case .providerRemoved: "providerRemoved"
    case .roleChanged(let role): "roleChanged \(role.rawValue)"
    case .deactivated: "deactivated"
    case .reactivated: "reactivated"
    case .emergencyAccess: "emergencyAccess"
    case .exportReady: "exportReady"
    }
  }
}
