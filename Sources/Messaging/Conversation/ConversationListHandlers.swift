import Core
import Database
import Routing
import Templates
import Web

/// Who waits for an answer, and what was written lately.
enum ConversationListHandlers {
  static let path = "/messages"

  /// `GET /messages?show=all`
  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    let isAll = call.query["show"] == "all"
    let reach = try PatientReach.of(.readMessages, now: call.now, in: db)
    let found = try Conversations.list(onlyOpen: !isAll, within: reach, now: call.now, in: db)
    let words = ConversationWords(call: call, zone: try Zone(name: db.practice.zoneName), isForStaff: true)
    return .page(
      ConversationListPage(
        title: call.text.text("conversation.list.title"), isAll: isAll,
        isCut: found.count > Conversations.limit,
        rows: found.prefix(Conversations.limit).map { row($0, words) },
        showsFailed: db.scope.holds(.handleMessages)))
  }

  private static func row(_ conversation: Conversation, _ words: ConversationWords) -> ConversationRow {
    let text = words.call.text
    let state: String
    if let since = conversation.openSince {
      state = text.text("conversation.list.waiting", count: conversation.open, ["since": words.moment(since)])
    } else {
      state = text.text("conversation.list.latest", ["when": words.moment(conversation.latest)])
    }
    return ConversationRow(
      href: ConversationHandlers.path(conversation.patient), name: conversation.name.full,
      isOpen: conversation.open > 0, state: state,
      writer: conversation.lastWriter.map { text.text("conversation.list.writer", ["who": $0]) })
  }
}
