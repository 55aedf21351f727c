import Routing
import Templates

/// `GET /portal/conversation`
struct PortalConversationPage: Page {
  static let template = "messaging/portal-conversation"
  let title: String
  /// Nil when it is the reader's own.
  let patient: String?
  /// Where what is new is opened; nil when nothing is.
  let openAction: String?
  let openWords: String
  let lines: [ConversationLine]
  let newerHref: String?
  let olderHref: String?

  static let fields: [Field<PortalConversationPage>] = [
    .text("title") { $0.title },
    .optionalText("patientName") { $0.patient },
    .optionalText("openAction") { $0.openAction },
    .text("openWords") { $0.openWords },
    .flag("hasLines") { !$0.lines.isEmpty },
    .list("lines") { $0.lines },
    .flag("hasNone") { $0.lines.isEmpty && $0.openAction == nil },
    .flag("hasPages") { $0.newerHref != nil || $0.olderHref != nil },
    .optionalText("newerHref") { $0.newerHref },
    .optionalText("olderHref") { $0.olderHref },
  ]
  static let examples = [
    PortalConversationPage(
      title: "Messages", patient: "<Max>", openAction: "/portal/conversation/reading", openWords: "Open 2 new messages",
      lines: [.example, .answer], newerHref: "/portal/conversation?page=1", olderHref: "/portal/conversation?page=3"),
    PortalConversationPage(
      title: "Messages", patient: nil, openAction: nil, openWords: "", lines: [], newerHref: nil, olderHref: nil),
  ]
}
