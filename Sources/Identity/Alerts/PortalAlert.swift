import Core
import Database

/// News of somebody's portal, which they get by mail, also when the practice caused it.
/// Messaging writes the mail.
enum PortalAlert: String, CaseIterable, Sendable {
  case passkeyAdded, passkeyRemoved
  case appAdded, appRemoved
  case factorsReset
  case recoveryCodesMade, recoveryCodeUsed
  /// To the patient: somebody may act for them now, or no longer.
  case guardianAdded, guardianEnded
  /// To who acts for a patient.
  case actingAdded, actingEnded
  /// A copy of the record can be fetched. Patients says this one, by this name.
  case exportReady

  /// In the transaction that causes it: either both happen or neither.
  /// - Parameter account: of the portal; it has a row once there is something to tell.
  static func enqueue(
    _ alert: PortalAlert, for account: EntityID, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    // The id makes the mail one mail, and says when.
    let id = EntityID.make(at: now)
    try tx.enqueue(
      NewJob("identity.portalAlert", payload: "\(id) \(account) \(alert.rawValue)", runAt: now, uniqueKey: "\(id)"))
  }
}
