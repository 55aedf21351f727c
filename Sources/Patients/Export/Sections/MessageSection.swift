import Core
import Crypto
import Database
import SQL
import Templates

/// What people of the practice and the patient's side wrote to each other: Communication.
enum MessageSection {
  static let section = ExportSection(.messages, count: count, read: read)
  private static let textColumn = SealedColumn("messaging_message", "sealed_text")

  private static func count(_ patient: PatientID, _ db: borrowing TenantReader) throws -> Int {
    try db.first(
      "SELECT COUNT(*) FROM messaging_message WHERE practice_id = \(db.scope) AND patient_id = \(patient)"
    ) { try $0.int(0) } ?? 0
  }

  private struct Message {
    let id: EntityID
    /// `staff`, `patient` or `guardian`.
    let author: String
    let writer: (id: EntityID, name: String)?
    let medium: String
    let text: String
    let writtenAt: Instant
    let readAt: Instant?
    /// How what brings the words fared; nil for the portal, and where that was erased.
    let delivery: (state: String, sentAt: Instant?)?

    var isInPortal: Bool { medium == "portal" }
    var sentAt: Instant? { isInPortal ? writtenAt : delivery?.sentAt }
    /// Known to be with the patient, or what is not known.
    var status: String { isInPortal ? "completed" : delivery.map { MailSection.status($0.state) } ?? "unknown" }
    var hasNotLeft: Bool { !isInPortal && delivery.map { $0.sentAt == nil } == true }
  }

  private static func read(
    _ context: ExportContext, _ after: EntityID?, _ db: borrowing TenantReader
  ) throws -> ExportPage {
    let messages = try db.rows(
      """
      SELECT m.id, m.author, u.id, u.name, m.medium, m.sealed_text, m.written_at, m.read_at, n.state,
        n.sent_at
      FROM messaging_message m
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = m.user_id
      LEFT JOIN messaging_notice n ON n.practice_id = \(db.scope) AND n.message_id = m.id AND n.rule = 'words'
      WHERE m.practice_id = \(db.scope) AND m.patient_id = \(context.patient) AND m.id > \(after ?? .zero)
        AND m.written_at <= \(context.orderedAt)
      ORDER BY m.id LIMIT \(context.limit)
      """
    ) { row in
      let id = try row.id(0)
      return Message(
        id: id, author: try row.text(1), writer: try row.idIfPresent(2).map { ($0, try row.text(3)) },
        medium: try row.text(4), text: try row.opened(5, textColumn, row: id), writtenAt: try row.instant(6),
        readAt: try row.instantIfPresent(7),
        delivery: try row.textIfPresent(8).map { (state: $0, sentAt: try row.instantIfPresent(9)) })
    }
    return ExportPage(
      resources: messages.flatMap { message in
        (message.writer.map { [CareTeamSection.practitioner($0.id, $0.name)] } ?? []) + [resource(message, context)]
      },
      lines: messages.map {
        ExportLine(
          when: context.moment($0.writtenAt),
          title: $0.writer?.name ?? context.text.text("patients.export.message.\($0.author)"),
          details: [how($0, context.text), $0.text])
      },
      last: messages.count == context.limit ? messages.last?.id : nil)
  }

  /// By what medium, and that it did not leave.
  private static func how(_ message: Message, _ text: Localizer) -> String {
    let medium = text.text("patients.export.message.by.\(message.medium)")
    return message.hasNotLeft ? text.text("patients.export.message.notSent", ["medium": medium]) : medium
  }

  private static func resource(_ message: Message, _ context: ExportContext) -> FHIRResource {
    let practice = FHIRResource.reference(context.practice, display: context.practiceName)
    let isOurs = message.author == "staff"
    return FHIRResource(
      "Communication", message.id,
      [
        "status": .text(message.status),
        "medium": .one(
          .concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationMode", MailSection.medium(message.medium))),
        "subject": context.subject, "sent": message.sentAt.map { .moment($0) },
        "received": message.readAt.map { .moment($0) },
        "payload": .one(.of(["contentString": .text(message.text)])),
        "recipient": .one(isOurs ? context.subject : practice),
        // Which of those who act for the patient wrote it is that person's data.
        "sender": isOurs
          ? message.writer.map { FHIRResource.reference($0.id, display: $0.name) } ?? practice
          : message.author == "patient" ? context.subject : nil,
      ])
  }
}
