import Core
import Crypto
import Database
import SQL

/// The link with which whoever has a mail wants no more like it (RFC 8058). Nobody is signed in: the address itself is
/// the key, and the database keeps its hash alone.
struct Unsubscription: Sendable {
  let notice: NoticeID
  let patient: PatientID
  /// Whether such mails would still be sent.
  let isOn: Bool

  static func path(_ token: Token, slug: String) -> String { "/unsubscribe/\(slug)/\(token.text)" }

  /// The same however often the mail is tried.
  static func token(of notice: NoticeID, in db: borrowing TenantReader) throws -> Token? {
    Token(text: Base64URL.encode(try db.blindIndex("\(notice)", of: "unsubscribe", bytes: 32)))
  }

  static func find(_ token: Token, in db: borrowing TenantReader) throws -> Unsubscription? {
    try db.first(
      """
      SELECT n.id, a.patient_id, EXISTS (SELECT 1 FROM patients_consent c
        WHERE c.practice_id = \(db.scope) AND c.patient_id = a.patient_id AND c.topic = 'marketing'
          AND c.withdrawn_at IS NULL)
      FROM messaging_notice n
      JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.id = n.appointment_id
      WHERE n.practice_id = \(db.scope) AND n.unsubscribe_hash = \(token.hash)
      """
    ) { Unsubscription(notice: try $0.id(0), patient: try $0.id(1), isOn: try $0.bool(2)) }
  }
}
