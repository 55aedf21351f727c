import Core
import Routing
import Templates

/// `GET /patients/{patient}/conversation`
struct ConversationPage: Page {
  static let template = "messaging/conversation"
  let title: String
  let patient: String
  let id: PatientID
  let notice: String?
  /// Why nothing can be written.
  let obstacle: String?
  /// Why no medium is possible; none where one is, or where the obstacle says it all.
  let choices: [MediumChoice]
  let form: ConversationForm?
  /// The newest that waits, where it may be laid aside and no answer written; nil where none does.
  let closing: String?
  let lines: [ConversationLine]
  let newerHref: String?
  let olderHref: String?
  let canReadChart: Bool
  let canReadAccess: Bool

  /// There were never so many pages.
  var isPastTheEnd: Bool { lines.isEmpty && newerHref != nil }

  static let fields: [Field<ConversationPage>] = [
    .text("title") { $0.title },
    .text("patientName") { $0.patient },
    .optionalText("chartHref") { $0.canReadChart ? "/patients/\($0.id)/chart" : nil },
    .text("detailsHref") { "/patients/\($0.id)/details" },
    .text("conversationHref") { ConversationHandlers.path($0.id) },
    .optionalText("accessHref") { $0.canReadAccess ? "/patients/\($0.id)/access" : nil },
    .text("privacyHref") { "/patients/\($0.id)/privacy" },
    .optionalText("notice") { $0.notice },
    .optionalText("obstacle") { $0.obstacle },
    .flag("hasChoices") { !$0.choices.isEmpty },
    .list("choices") { $0.choices },
    .object("form") { $0.form },
    .optionalText("closing") { $0.closing },
    .text("closeAction") { ConversationHandlers.path($0.id) + "/closure" },
    .flag("hasErrors") { $0.form?.errors.isEmpty == false },
    .list("errors") { $0.form?.errors ?? [] },
    .flag("hasLines") { !$0.lines.isEmpty },
    .list("lines") { $0.lines },
    .flag("hasPages") { $0.newerHref != nil || $0.olderHref != nil },
    .optionalText("newerHref") { $0.newerHref },
    .optionalText("olderHref") { $0.olderHref },
  ]
  static let examples = [
    ConversationPage(
      title: "Messages", patient: "Erika <Muster>", id: PatientID(EntityID(high: 0, low: 1)), notice: "Written",
      obstacle: nil, choices: [], form: .example, closing: "0190", lines: [.example, .answer],
      newerHref: "/patients/1/conversation?page=1", olderHref: "/patients/1/conversation?page=3", canReadChart: true,
      canReadAccess: true),
    ConversationPage(
      title: "Messages", patient: "Erika", id: PatientID(EntityID(high: 0, low: 1)), notice: nil,
      obstacle: "Nobody can sign in", choices: MediumChoice.examples, form: nil, closing: "0190", lines: [],
      newerHref: nil, olderHref: nil,
      canReadChart: false, canReadAccess: false),
  ]
}
