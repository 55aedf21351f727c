import Core
import Database
import Routing
import Templates

/// `GET /messages`
struct ConversationListPage: PatientDataPage {
  static let template = "messaging/conversation-list"
  let title: String
  /// Also those that wait for nothing.
  let isAll: Bool
  let isCut: Bool
  let rows: [ConversationRow]
  let showsFailed: Bool

  var accessEvents: [AuditEvent] {
    rows.isEmpty ? [] : [AuditEvent("message.list", "messaging_message", nil, fields: ["rows=\(rows.count)"])]
  }

  static let fields: [Field<ConversationListPage>] = [
    .text("title") { $0.title },
    .flag("isAll") { $0.isAll },
    .flag("isCut") { $0.isCut },
    .flag("showsFailed") { $0.showsFailed },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
  ]
  static let examples = [
    ConversationListPage(title: "Conversations", isAll: false, isCut: false, rows: [], showsFailed: false),
    ConversationListPage(title: "Conversations", isAll: true, isCut: false, rows: [], showsFailed: true),
    ConversationListPage(
      title: "Conversations", isAll: true, isCut: true, rows: [.example(isOpen: true), .example(isOpen: false)],
      showsFailed: true),
  ]
}

struct ConversationRow: TemplateModel {
  let href: String
  let name: String
  let isOpen: Bool
  let state: String
  /// Who of the practice wrote last.
  let writer: String?

  static let fields: [Field<ConversationRow>] = [
    .text("href") { $0.href },
    .text("name") { $0.name },
    .flag("isOpen") { $0.isOpen },
    .text("state") { $0.state },
    .optionalText("writer") { $0.writer },
  ]
  static func example(isOpen: Bool) -> ConversationRow {
    ConversationRow(
      href: "/patients/1/conversation", name: "Ola <Nordmann>", isOpen: isOpen, state: "2 wait since 17 March, 09:30",
      writer: isOpen ? nil : "Last written by <Bob>")
  }
}
