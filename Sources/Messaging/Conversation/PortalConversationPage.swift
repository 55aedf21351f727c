import Routing
import Templates

/// `GET /portal/conversation`
struct PortalConversationPage: Page {
  static let template = "messaging/portal-conversation"
  let title: String
  /// Nil when it is the reader's own.
  let patient: String?
  let notice: String?
  /// Why nothing can be written where otherwise it could.
  let obstacle: String?
  /// Where what is new is opened; nil when nothing is.
  let openAction: String?
  let openWords: String
  /// Nil where the practice has written nothing and takes nothing.
  let form: ConversationForm?
  /// How soon the practice says it answers.
  let when: String
  /// Who reads along.
  let readers: String
  /// How long one may take to write.
  let timeOut: String
  let lines: [ConversationLine]
  let newerHref: String?
  let olderHref: String?

  /// There were never so many pages.
  var isPastTheEnd: Bool { lines.isEmpty && openAction == nil && newerHref != nil }

  static let fields: [Field<PortalConversationPage>] = [
    .text("title") { $0.title },
    .optionalText("patientName") { $0.patient },
    .optionalText("notice") { $0.notice },
    .optionalText("obstacle") { $0.obstacle },
    .optionalText("openAction") { $0.openAction },
    .text("openWords") { $0.openWords },
    .object("form") { $0.form },
    .flag("hasErrors") { $0.form?.errors.isEmpty == false },
    .list("errors") { $0.form?.errors ?? [] },
    .text("answerTime") { $0.when },
    .text("readers") { $0.readers },
    .text("timeOut") { $0.timeOut },
    .flag("hasLines") { !$0.lines.isEmpty },
    .list("lines") { $0.lines },
    .flag("hasNone") { $0.lines.isEmpty && $0.openAction == nil },
    .flag("hasPages") { $0.newerHref != nil || $0.olderHref != nil },
    .optionalText("newerHref") { $0.newerHref },
    .optionalText("olderHref") { $0.olderHref },
  ]
  static let examples = [
    PortalConversationPage(
      title: "Messages", patient: "<Max>", notice: "Sent", obstacle: "Restricted",
      openAction: "/portal/conversation/reading",
      openWords: "Open 2 new messages",
      form: .example, when: "Within 2 days", readers: "The front desk", timeOut: "30 minutes",
      lines: [.example, .answer],
      newerHref: "/portal/conversation?page=1",
      olderHref: "/portal/conversation?page=3"),
    PortalConversationPage(
      title: "Messages", patient: nil, notice: nil, obstacle: nil, openAction: nil, openWords: "", form: nil, when: "",
      readers: "", timeOut: "",
      lines: [],
      newerHref: nil, olderHref: nil),
  ]
}
