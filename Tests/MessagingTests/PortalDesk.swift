import Core
import Crypto
@testable @_spi(Bootstrap) import Database
@testable import Messaging
import SQL
import TestSupport
import Testing

extension Clinic {
  /// The practice sends these rules to the portal, alone or beside the mail.
  func usePortal(_ rules: [AppointmentRule] = AppointmentRule.standard, channels: Set<Channel> = [.inApp]) throws {
    try change { tx in
      for rule in rules {
        var settings = try NoticeRules.find(rule, in: tx.reader) ?? NoticeRule.standard(rule)
        settings.channels = channels
        settings.isActive = true
        let isSaved = try NoticeRules.save(settings, in: tx)
        #expect(isSaved)
      }
    }
  }

  /// As the record has it when an address is entered: the patient can sign in with it.
  func openPortal(_ isOpen: Bool = true) throws {
    try change { [patient] tx in
      let index = isOpen ? try tx.blindIndex("dana@patients.test", of: "email") : nil
      try tx.execute(
        "UPDATE patients_patient SET email_index = \(index) WHERE practice_id = \(tx.scope) AND id = \(patient)")
    }
  }

  /// Somebody who acts for the patient, under an address that may be the one on the patient's record. Answers their
  /// account.
  func addGuardian(until: Instant? = nil, address: String? = nil) throws -> EntityID {
    let (account, person) = (EntityID.make(), EntityID.make())
    try change { [patient] tx in
      let email = SealedColumn("identity_portal_account", "sealed_email")
      let name = SealedColumn("identity_related_person", "sealed_name")
      try tx.execute(
        """
        INSERT INTO identity_portal_account (practice_id, id, sealed_email, email_index, language, created_at)
        VALUES (\(tx.scope), \(account), \(tx.seal(address ?? "g@family.test", email, row: account)),
          \(tx.blindIndex(address ?? "\(account)@family.test", of: "email")), 'en', \(Instant.now))
        """)
      try tx.execute(
        """
        INSERT INTO identity_related_person (practice_id, id, account_id, patient_id, sealed_name, relation, valid_until,
          created_at)
        VALUES (\(tx.scope), \(person), \(account), \(patient), \(tx.seal("G", name, row: person)), 'parent', \(until),
          \(Instant.now))
        """)
    }
    return account
  }

  struct PlacedRow: Equatable {
    let rule: String
    let channel: String
    let state: String
    let reason: String
    let text: PortalText?
    let isRead: Bool
    let readBy: String?
  }
  func said() throws -> [PlacedRow] { try placed().filter { $0.state == "sent" } }

  /// What was planned for the portal, by occurrence and time.
  func placed() throws -> [PlacedRow] {
    try practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT rule, channel, state, reason, sealed_text, read_at IS NOT NULL, read_by, id FROM messaging_notice
        WHERE practice_id = \(db.scope) AND channel = 'inApp' ORDER BY occurrence, send_at, rule, id
        """
      ) { row in
        let text = try row.openedIfPresent(4, PortalText.column, row: try row.id(7))
        return PlacedRow(
          rule: try row.text(0), channel: try row.text(1), state: try row.text(2), reason: try row.text(3),
          text: text.map { PortalText(stored: $0) }, isRead: try row.bool(5), readBy: try row.textIfPresent(6))
      }
    }
  }
}
