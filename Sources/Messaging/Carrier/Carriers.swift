import Core
import Crypto
import Database
import SQL

/// All SQL of the account with the carrier.
enum Carriers {
  static let tokenColumn = SealedColumn("messaging_carrier", "sealed_token")

  /// Nil in a practice that has never set one up.
  static func find(in db: borrowing TenantReader) throws -> Carrier? {
    try db.first(
      """
      SELECT id, is_on, account, sealed_token IS NOT NULL, sms_sender, whatsapp_sender, country, version
      FROM messaging_carrier WHERE practice_id = \(db.scope)
      """
    ) { row in
      Carrier(
        id: try row.id(0), isOn: try row.bool(1), account: try row.text(2), hasToken: try row.bool(3),
        smsSender: try row.text(4), whatsAppSender: try row.text(5), country: try row.text(6), version: try row.int(7))
    }
  }

  /// In clear: only for the moment of sending, or of checking a signature.
  static func token(of carrier: Carrier, in db: borrowing TenantReader) throws -> String? {
    try db.first(
      "SELECT sealed_token FROM messaging_carrier WHERE practice_id = \(db.scope) AND id = \(carrier.id)"
    ) { try $0.openedIfPresent(0, tokenColumn, row: carrier.id) }.flatMap { $0 }
  }

  /// False when somebody else has changed it since `version` (0: there was none).
  static func write(
    _ draft: CarrierDraft, version: Int, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    let known = try find(in: tx.reader)
    guard (known?.version ?? 0) == version else { return false }
    let id = known?.id ?? EntityID.make(at: now)
    if known == nil {
      try tx.execute(
        """
        INSERT INTO messaging_carrier (practice_id, id, is_on, account, version)
        VALUES (\(tx.scope), \(id), FALSE, \(draft.account), 0)
        """)
    }
    if let token = draft.token {
      try tx.execute(
        """
        UPDATE messaging_carrier SET sealed_token = \(tx.seal(token, tokenColumn, row: id))
        WHERE practice_id = \(tx.scope) AND id = \(id)
        """)
    }
    return try tx.execute(
      """
      UPDATE messaging_carrier SET is_on = \(draft.isOn), account = \(draft.account), sms_sender = \(draft.smsSender),
        whatsapp_sender = \(draft.whatsAppSender), country = \(draft.country), version = version + 1
      WHERE practice_id = \(tx.scope) AND id = \(id) AND version = \(version)
      """) == 1
  }
}
