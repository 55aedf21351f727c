import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/portal/conversation`: messages with the practice, behind a second factor.
enum PortalConversation {
  static let path = "/portal/conversation"

  /// `GET /portal/conversation?page=2`. What is new shows once it was opened: what a browser fetches ahead was not read.
  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, patient, db))
  }

  /// `POST /portal/conversation/reading`: opens what is new. A second time it is open already.
  @Sendable static func open(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    if try WrittenMessages.unopened(of: patient, in: db.reader) > 0 {
      let reader: WrittenMessage.Reader = if case .guardian = db.scope.actor { .guardian } else { .patient }
      let event = AuditEvent("message.open", "messaging_message", nil, patient: patient)
      try db.transaction(event) { tx in
        try WrittenMessages.open(of: patient, by: reader, now: call.now, in: tx)
      }
    }
    return .redirect(path)
  }

  private static func page(
    _ call: Call, _ patient: PatientID, _ db: borrowing TenantReader
  ) throws -> PortalConversationPage {
    let number = PageNumber.read(call)
    let found = try WrittenMessages.page(number, of: patient, in: db)
    let shown = found.prefix(WrittenMessages.pageSize)
    let words = ConversationWords(call: call, zone: try Zone(name: db.practice.zoneName), isForStaff: false)
    let unopened = try WrittenMessages.unopened(of: patient, in: db)
    return PortalConversationPage(
      title: call.text.text("conversation.portal.title"), patient: try InboxHandlers.name(patient, db),
      openAction: unopened > 0 ? path + "/reading" : nil,
      openWords: call.text.text("conversation.portal.open", count: unopened),
      lines: shown.filter { !$0.isUnopened }.map { words.line($0, []) },
      newerHref: PageNumber.newer(number, path),
      olderHref: found.count > shown.count ? PageNumber.older(number, path) : nil)
  }
}
