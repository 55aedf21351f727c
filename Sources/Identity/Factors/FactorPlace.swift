import Core
import Database
import Routing
import Templates
import Web

/// Where the holder of a session looks after their factors: the same acts on `/account` for staff and on `/portal` for
/// patients and those who act for them.
struct FactorPlace: Sendable {
  let holder: FactorHolder
  /// In whose trail it stands as well; nil for staff.
  private let patient: PatientID?

  init(_ scope: TenantScope) throws(Refusal) {
    holder = try FactorHolder.of(scope)
    patient = scope.actor.patient
  }

  var isPortal: Bool { holder.user == nil }
  private var base: String { isPortal ? "/portal" : "/account" }
  var security: String { base + "/security" }
  var authenticator: String { base + "/authenticator" }
  var passkeys: String { base + "/passkeys" }

  /// By what an app or a device lists the account; the practice's name stands beside it.
  func label(_ call: Call) -> String {
    isPortal ? call.text.text("portal.factors.account") : call.session?.userName ?? ""
  }

  /// The factors, locked for a change. The gate asked before the lock: in the portal, whoever has shown their mailbox
  /// alone changes nothing that was set up meanwhile.
  func lock(_ call: Call, in tx: borrowing TenantTransaction) throws -> Factors {
    let factors = try Factors.lock(holder, now: call.now, in: tx)
    try require(factors, session: call.session)
    return factors
  }
  func require(_ factors: Factors, session: SessionInfo?) throws(Refusal) {
    guard !isPortal || !factors.hasSecond || session?.hasSecondFactor == true else { throw .conflict }
  }

  func event(_ action: StaticString, _ factor: String, _ row: EntityID? = nil) -> AuditEvent {
    row.map { AuditEvent(action, "identity_passkey", $0, patient: patient, fields: [factor]) }
      ?? AuditEvent(action, holder.entity, holder.id, patient: patient, fields: [factor])
  }

  /// Mails it to whose factors they are.
  func tell(_ alert: StaffAlert, _ call: Call, in tx: borrowing TenantTransaction) throws {
    if let user = holder.user { return try StaffAlert.enqueue(alert, for: user, now: call.now, in: tx) }
    guard let alert = PortalAlert(rawValue: alert.code) else { return }
    try PortalAlert.enqueue(alert, for: holder.id, now: call.now, in: tx)
  }

  /// In the portal a factor that was just set up has been shown: its session goes on as one that has.
  func shown(_ proof: Proof, _ call: Call, in tx: borrowing TenantTransaction) throws -> [Cookie] {
    guard isPortal, let session = call.session else { return [] }
    return [try SessionRenewal.renew(session, .patient, adding: proof, now: call.now, in: tx)]
  }

  /// Back to what was asked for before, or to the list of factors.
  func done(_ what: String, _ call: Call, _ cookies: [Cookie]) -> Reply {
    .redirect(next(call) ?? security + "?done=" + what, cookies: cookies)
  }
  /// Of the portal alone: what a factor was set up for.
  func next(_ call: Call) -> String? {
    guard isPortal, let path = (call.form["next"] ?? call.query["next"]).flatMap({ Address.own($0) }),
      path.hasPrefix("/portal/")
    else { return nil }
    return path
  }
}
