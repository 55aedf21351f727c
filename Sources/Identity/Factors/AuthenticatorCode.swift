import Core
import Crypto
import Database
import SQL

/// Six digits as they were typed. Codes are often typed as they are shown, in two groups.
struct SixDigits {
  let text: String
  init?(_ typed: String) {
    let digits = typed.utf8.filter { $0 != 0x20 }
    guard digits.count == 6, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    text = String(decoding: digits, as: UTF8.self)
  }
}

/// The codes of a person's authenticator app.
enum AuthenticatorCode {
  /// Uses a code up: its step is stored, and only ever rises, so that it works once.
  /// - Returns: false when it is wrong, was used, is older than one that was, or there is no app.
  static func use(
    _ typed: String, of holder: FactorHolder, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    guard let code = SixDigits(typed), let secret = try secret(of: holder, in: tx.reader),
      let step = TOTP.step(of: code.text, secret: secret, at: now)
    else { return false }
    switch holder {
    case .staff(let user):
      return try tx.execute(
        """
        UPDATE identity_user SET totp_last_step = \(step)
        WHERE practice_id = \(tx.scope) AND id = \(user) AND totp_last_step < \(step) AND status = 'active'
        """) == 1
    case .patient, .guardian:
      return try tx.execute(
        """
        UPDATE identity_portal_account SET totp_last_step = \(step)
        WHERE practice_id = \(tx.scope) AND id = \(holder.id) AND totp_last_step < \(step)
        """) == 1
    }
  }

  private static func secret(of holder: FactorHolder, in db: borrowing TenantReader) throws -> [UInt8]? {
    func read(_ row: borrowing Row) throws -> String? {
      try row.openedIfPresent(0, holder.appColumn, row: holder.id)
    }
    let sealed =
      switch holder {
      case .staff(let user):
        try db.first("SELECT sealed_totp FROM identity_user WHERE practice_id = \(db.scope) AND id = \(user)", read)
      case .patient, .guardian:
        try db.first(
          "SELECT sealed_totp FROM identity_portal_account WHERE practice_id = \(db.scope) AND id = \(holder.id)", read)
      }
    return sealed.flatMap { $0 }.flatMap { Hex.decode($0) }
  }
}
