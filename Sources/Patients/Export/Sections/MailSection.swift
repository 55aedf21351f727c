import Core
import Crypto
import Database
import SQL

/// Which messages were sent to them, about what: Communication. The texts of mails are not kept; what stands in the portal is. What goes to an account that acts
/// for the patient is that person's mail. Those made before the order, so their appointments are in the copy.
enum MailSection {
  static let section = ExportSection(.mails, count: count, read: read)

  /// Notices `n` of the patient: about an appointment, an offer, a wish, a written message, a sign-in of their own, or their own account.
  private static func isTheirs(_ patient: PatientID, _ scope: TenantScope) -> SQL {
    """
    (n.appointment_id IN (SELECT a.id FROM scheduling_appointment a
        WHERE a.practice_id = \(scope) AND a.patient_id = \(patient))
      OR n.challenge_id IN (SELECT c.id FROM identity_email_challenge c
        WHERE c.practice_id = \(scope) AND c.patient_id = \(patient) AND c.account_id IS NULL)
      OR n.account_id = \(patient)
      OR n.offer_id IN (SELECT o.id FROM scheduling_offer o
        JOIN scheduling_waitlist_entry e ON e.practice_id = \(scope) AND e.id = o.entry_id
        WHERE o.practice_id = \(scope) AND e.patient_id = \(patient))
      OR n.entry_id IN (SELECT e.id FROM scheduling_waitlist_entry e
        WHERE e.practice_id = \(scope) AND e.patient_id = \(patient))
      OR n.message_id IN (SELECT m.id FROM messaging_message m
        WHERE m.practice_id = \(scope) AND m.patient_id = \(patient)))
    """
  }

  private static func count(_ patient: PatientID, _ db: borrowing TenantReader) throws -> Int {
    try db.first(
      "SELECT COUNT(*) FROM messaging_notice n WHERE n.practice_id = \(db.scope) AND \(isTheirs(patient, db.scope))"
    ) { try $0.int(0) } ?? 0
  }

  private struct Mail {
    let id: EntityID
    let appointment: EntityID?
    let rule: String
    let language: String
    let state: String
    let outcome: String
    let at: Instant
    let sentAt: Instant?
    let channel: String
    /// What stands in the portal, and when it was opened there.
    let text: String?
    let readAt: Instant?
  }
  private static let textColumn = SealedColumn("messaging_notice", "sealed_text")

  private static func read(
    _ context: ExportContext, _ after: EntityID?, _ db: borrowing TenantReader
  ) throws -> ExportPage {
    let mails = try db.rows(
      """
      SELECT n.id, n.appointment_id, n.rule, n.language, n.state, n.outcome, n.send_at, n.sent_at, n.channel, n.sealed_text,
        n.read_at
      FROM messaging_notice n
      WHERE n.practice_id = \(db.scope) AND n.id > \(after ?? .zero) AND n.created_at <= \(context.orderedAt)
        AND \(isTheirs(context.patient, db.scope))
      ORDER BY n.id LIMIT \(context.limit)
      """
    ) { row in
      let id = try row.id(0)
      return Mail(
        id: id, appointment: try row.idIfPresent(1), rule: try row.text(2), language: try row.text(3),
        state: try row.text(4), outcome: try row.text(5), at: try row.instant(6), sentAt: try row.instantIfPresent(7),
        channel: try row.text(8), text: try row.openedIfPresent(9, textColumn, row: id),
        readAt: try row.instantIfPresent(10))
    }
    return ExportPage(
      resources: mails.map { resource($0, context) },
      lines: mails.map {
        ExportLine(
          when: context.moment($0.sentAt ?? $0.at), title: $0.rule, details: [$0.outcome, $0.text].compactMap { $0 })
      },
      last: mails.count == context.limit ? mails.last?.id : nil)
  }

  private static func resource(_ mail: Mail, _ context: ExportContext) -> FHIRResource {
    let practice = FHIRResource.reference(context.practice, display: context.practiceName)
    return FHIRResource(
      "Communication", mail.id,
      [
        "status": .text(status(mail.state)), "statusReason": .words(mail.outcome),
        "category": .one(
          .concept("http://terminology.hl7.org/CodeSystem/communication-category", "notification")),
        "medium": .one(
          .concept(
            "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode", medium(mail.channel))),
        "subject": context.subject, "topic": .words(mail.rule),
        "about": .one(mail.appointment.map { FHIRResource.reference($0) }),
        "sent": mail.sentAt.map { .moment($0) }, "received": mail.readAt.map { .moment($0) },
        "payload": .one(mail.text.map { .of(["contentString": .text($0)]) }), "recipient": .one(context.subject),
        "sender": practice,
      ])
  }

  /// HL7 ParticipationMode of a channel.
  static func medium(_ channel: String) -> String {
    switch channel {
    case "email": "EMAILWRIT"
    case "sms": "SMSWRIT"
    case "inApp", "portal": "ONLINEWRIT"
    default: "ELECTRONIC"
    }
  }

  /// FHIR event-status.
  static func status(_ state: String) -> String {
    switch state {
    case "sent": "completed"
    case "waiting": "preparation"
    case "sending": "in-progress"
    case "notNeeded": "not-done"
    default: "stopped"
    }
  }
}
