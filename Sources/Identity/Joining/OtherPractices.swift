import Core
import Crypto
import Database
import Routing
import SQL
import Web

/// The one place where a request of one practice reaches into another: to accounts of the same person, found by the mark
/// they share or proved with their own password and second factor.
enum OtherPractices {
  enum Joining {
    case joined(EntityID)
    case refused
    /// Each is joined with others: they would have to be brought together too.
    case bothJoined
    case wait(seconds: Int)
  }

  /// Marks the account elsewhere that the address, password and second factor open.
  /// - Parameter person: the mark of the caller's own account, if it has one.
  static func join(
    _ typed: (email: String, password: String, code: String), person: EntityID?, _ call: Call,
    in db: borrowing TenantConnection
  ) throws -> Joining {
    let own = db.practice.slug
    return try db.acrossPractices { system in
      let emailIndex = system.platformIndex(typed.email, of: "email")
      let throttle = try Throttle(passwordOf: emailIndex, call, in: system)
      if let seconds = try throttle.take(now: call.now, in: system) { return .wait(seconds: seconds) }
      let candidates = try system.signInCandidates(emailIndex: emailIndex)
        .filter { $0.isActive && $0.practiceSlug != own }.prefix(StaffSignIn.maximumPractices)
      if candidates.isEmpty {
        _ = system.verify(password: Array(typed.password.utf8), against: nil)
        try throttle.spendAsLongAsARefusal(in: system)
      }
      for candidate in candidates {
        guard system.verify(password: Array(typed.password.utf8), against: candidate.openingHash) else {
          try StaffSignIn.refusedPassword(candidate, call, system)
          continue
        }
        let outcome = try system.enter(candidate, origin: call.origin) {
          try mark(candidate.user, typed.code, person: person, call, in: $0)
        }
        if case .refused = outcome {
          try StaffSignIn.refused(candidate, "code", throttle, call, system)
          continue
        }
        try throttle.forget(now: call.now, in: system)
        return outcome
      }
      return .refused
    }
  }

  private static func mark(
    _ user: UserID, _ code: String, person: EntityID?, _ call: Call, in db: borrowing TenantConnection
  ) throws -> Joining {
    let theirs = try OwnAccounts.person(of: user, in: db.reader)
    if let person, let theirs, person != theirs { return .bothJoined }
    // Random, not of the time: it names nobody and nothing.
    let mark = person ?? theirs ?? EntityID(bytes: SecureRandom.bytes(16)) ?? .make()
    struct Refused: Error {}
    do {
      try db.transaction(AuditEvent("account.join", "identity_user", user.id)) { tx in
        guard try SecondFactor.use(code, of: user, now: call.now, in: tx) != nil,
          try OwnAccounts.setPerson(mark, of: user, in: tx)
        else { throw Refused() }
        try StaffAlert.enqueue(.accountsJoined, for: user, now: call.now, in: tx)
      }
    } catch is Refused { return .refused }
    return .joined(mark)
  }

  /// Signs somebody out of the accounts that share this mark, in all practices but the caller's own.
  static func endSessions(of person: EntityID, _ call: Call, in db: borrowing TenantConnection) throws {
    let own = db.practice.slug
    try db.acrossPractices { system in
      for candidate in try system.signInCandidates(person: person) where candidate.practiceSlug != own {
        _ = try system.enterUnnamed(candidate, origin: call.origin) { there in
          try there.transaction(AuditEvent("session.end", "identity_user", candidate.user.id, fields: ["joined"])) {
            tx in
            try TeamChanges.endSessions(of: candidate.user, in: tx)
          }
        }
      }
    }
  }

  /// A session at one of the caller's other accounts, in place of this one: as old, with the same proofs. Nil when there
  /// is no such account.
  static func goOver(
    to slug: String, person: EntityID?, _ session: SessionInfo, _ call: Call, in db: borrowing TenantConnection
  ) throws -> (session: NewSession, role: Role)? {
    guard let person else { return nil }
    return try db.acrossPractices { system in
      let candidates = try system.signInCandidates(person: person)
      guard let candidate = candidates.first(where: { $0.isActive && $0.practiceSlug == slug }) else { return nil }
      let new = NewSession(continuing: session, as: .staff(candidate.user), session.proofs, call)
      try system.enter(candidate, origin: call.origin) { there in
        try there.transaction(AuditEvent("session.switch", "identity_session", new.id, fields: ["in"])) { tx in
          try new.store(replacing: nil, in: tx)
        }
      }
      return (new, candidate.role)
    }
  }
}
