import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport

/// What was written and what waits to be sent, of a patient of whom every table says something.
extension FilledPatient.Place {
  /// What was written to the patient by each medium and by who acts for them, the mails that say that it waits, and
  /// those that bring it.
  func addMessages(of filled: FilledPatient, in tx: borrowing TenantTransaction) throws {
    let column = SealedColumn("messaging_message", "sealed_text")
    for medium in ["portal", "email", "sms"] {
      let id = EntityID.make()
      let text = try tx.seal("words", column, row: id, patient: filled.patient)
      try tx.execute(
        """
        INSERT INTO messaging_message (practice_id, id, patient_id, author, user_id, medium, sealed_text, form_key,
          written_at, is_open)
        VALUES (\(tx.scope), \(id), \(filled.patient), 'staff', \(user), \(medium), \(text), \(id.bytes),
          \(Instant.now), FALSE)
        """)
      try Self.addNotice(
        "message", id, of: filled.patient, rule: medium == "portal" ? "message" : "words",
        by: medium == "sms" ? "sms" : "email", in: tx)
    }
    let asked = EntityID.make()
    let text = try tx.seal("words", column, row: asked, patient: filled.patient)
    try tx.execute(
      """
      INSERT INTO messaging_message (practice_id, id, patient_id, author, account_id, medium, sealed_text, form_key,
        written_at, is_open)
      VALUES (\(tx.scope), \(asked), \(filled.patient), 'guardian', \(filled.guardianAccount), 'portal', \(text),
        \(asked.bytes), \(Instant.now), TRUE)
      """)
  }

  /// A mail that waits.
  static func addNotice(
    _ topic: String, _ id: EntityID, of patient: PatientID?, rule: String = "test", by channel: String = "email",
    in tx: borrowing TenantTransaction
  ) throws {
    let notice = EntityID.make()
    let column = SealedColumn("messaging_notice", "sealed_recipient")
    let recipient = try tx.seal("pat@example.org", column, row: notice, patient: patient)
    let (appointment, challenge, account, offer, entry, message) = (
      topic == "appointment" ? id : nil, topic == "challenge" ? id : nil, topic == "account" ? id : nil,
      topic == "offer" ? id : nil, topic == "wish" ? id : nil,
      topic == "message" ? id : nil
    )
    try tx.execute(
      """
      INSERT INTO messaging_notice (practice_id, id, appointment_id, challenge_id, account_id, offer_id, entry_id,
        message_id, rule, channel, language, sealed_recipient, send_at, created_at)
      VALUES (\(tx.scope), \(notice), \(appointment), \(challenge), \(account), \(offer), \(entry), \(message), \(rule),
        \(channel), 'en', \(recipient), \(Instant.now.adding(hours: 1000)), \(Instant.now))
      """)
  }
}
