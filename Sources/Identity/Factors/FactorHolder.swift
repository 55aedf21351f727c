import Core
import Crypto
import Database
import Routing

/// Whose factors they are.
enum FactorHolder: Sendable, Hashable {
  case staff(UserID)
  /// The account of the portal that a patient has of their own. It has the patient's id, and no row before the first
  /// factor.
  case patient(PatientID)
  /// An account of the portal that stands for somebody who acts for patients.
  case guardian(EntityID)

  /// Nil for those who sign in nowhere.
  init?(_ actor: Actor) {
    switch actor {
    case .staff(let user, _): self = .staff(user)
    case .patient(let patient): self = .patient(patient)
    case .guardian(let account, for: _): self = .guardian(account)
    case .visitor, .job, .operatorCommand: return nil
    }
  }

  static func of(_ scope: TenantScope) throws(Refusal) -> FactorHolder {
    guard let holder = FactorHolder(scope.actor) else { throw .signInRequired }
    return holder
  }

  var id: EntityID {
    switch self {
    case .staff(let user): user.id
    case .patient(let patient): patient.id
    case .guardian(let account): account
    }
  }
  var user: UserID? {
    switch self {
    case .staff(let user): user
    case .patient, .guardian: nil
    }
  }
  /// Nil for staff.
  var account: EntityID? { user == nil ? id : nil }

  var kind: SessionKind { user == nil ? .patient : .staff }
  /// The table their row is in.
  var entity: StaticString { user == nil ? "identity_portal_account" : "identity_user" }
  var appColumn: SealedColumn { user == nil ? PortalAccounts.appColumn : Users.totpColumn }
}
