import Core
import Crypto
import Database
import Routing
import SQL
import Templates
import Web

/// `/account/security`: what somebody signs in with, and where they are signed in.
enum SecurityHandlers {
  static let path = "/account/security"

  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try SecurityPage.make(call, try Caller.of(db.scope), problem: nil, in: db))
  }

  // MARK: Sessions

  @Sendable static func endSession(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let (user, id) = (try Caller.of(db.scope), try call.entity("session"))
    try db.transaction(AuditEvent("session.end", "identity_session", id)) { tx in
      guard try OwnSessions.end(id, of: user, in: tx) else { throw Refusal.notFound }
    }
    return .redirect(path + "?done=session")
  }

  @Sendable static func endOtherSessions(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let user = try Caller.of(db.scope)
    try db.transaction(AuditEvent("session.end", "identity_user", user.id, fields: ["others"])) { tx in
      try OwnSessions.endOthers(of: .staff(user), but: call.session?.id, in: tx)
    }
    return .redirect(path + "?done=sessions")
  }

  // MARK: Recovery codes

  /// The answer is the one time the codes are shown; asking again makes new ones.
  @Sendable static func makeRecoveryCodes(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let place = try FactorPlace(db.scope)
    let codes = RecoveryCodes.make()
    try db.transaction(place.event("factor.add", "recovery")) { tx in
      // They stand in for a factor that is lost: without one there is nothing to stand in for.
      guard try place.lock(call, in: tx).hasSecond else { throw Refusal.conflict }
      try RecoveryCodes.store(codes, of: place.holder, now: call.now, in: tx)
      try place.tell(.recoveryCodesMade, call, in: tx)
    }
    let sheet = RecoverySheet(name: call.session?.userName ?? "", practice: db.practice.name, codes: codes)
    let title = call.text.text("identity.recovery.title")
    return place.isPortal
      ? .page(PortalRecoveryCodesPage(title: title, sheet: sheet))
      : .page(RecoveryCodesPage(title: title, sheet: sheet))
  }
}

/// The member of staff a scope acts for.
enum Caller {
  static func of(_ scope: TenantScope) throws(Refusal) -> UserID {
    guard let user = scope.actor.user else { throw .signInRequired }
    return user
  }
}

extension Call {
  /// The plain id that stands in the path.
  func entity(_ name: String) throws(Refusal) -> EntityID {
    guard let id = parameters[name].flatMap({ EntityID(text: $0) }) else { throw .notFound }
    return id
  }
}
