import Core
import Database
import Identity

/// Members of staff of a demo practice.
enum DemoUsers {
  static func add(_ account: DemoAccount, language: Language, now: Instant, in tx: borrowing TenantTransaction) throws
    -> UserID
  {
    let new = NewUser(
      name: account.name, email: try EmailAddress(account.email), role: account.role, language: language,
      password: DemoAccount.password, totp: try account.totpSecret())
    return try Users.add(new, now: now, in: tx)
  }
}
