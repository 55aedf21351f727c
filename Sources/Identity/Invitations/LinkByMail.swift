import Core
import Database
import Routing

/// A link that somebody asks for at the door by an address: known and unknown ones get the same answer after the same
/// work.
enum LinkByMail {
  /// Each practice where the address has an account writes of its own: they are separate accounts.
  /// - Parameter mail: false where none leaves.
  static func request(
    _ emailIndex: [UInt8], _ call: Call, _ db: borrowing SystemConnection,
    _ mail: (UserID, borrowing TenantConnection) throws -> Bool
  ) throws -> Reply {
    let throttle = Throttle(mailTo: emailIndex, call, in: db)
    if let wait = try throttle.take(now: call.now, in: db) { return WaitPage.reply(wait, proveBy: nil, call) }
    var mails = 0
    for candidate in try db.signInCandidates(emailIndex: emailIndex).prefix(StaffSignIn.maximumPractices)
    where candidate.isActive && candidate.passwordHash != nil {
      let isMailed = try db.enter(candidate, origin: call.origin) { try mail(candidate.user, $0) }
      mails += isMailed ? 1 : 0
    }
    if mails == 0 { try throttle.spendAsLongAsARefusal(in: db) }
    return .redirect("/sign-in/forgotten?sent=1")
  }
}
