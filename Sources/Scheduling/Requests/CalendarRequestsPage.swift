import Core
import Database
import Routing
import Templates

/// `GET /calendar/requests`: what patients asked for and staff have not answered.
struct CalendarRequestsPage: PatientDataPage {
  static let template = "calendar/calendar-requests"
  let title: String
  let rows: [RequestRow]
  /// What was just done, or why it could not be.
  let notice: String?
  let isProblem: Bool
  let errors: [FormProblem]
  /// What was typed about a request that is over meanwhile: to be copied.
  let left: [String]

  var accessEvents: [AuditEvent] { [ConflictWords.read(rows.count(where: \.isNamed))].compactMap { $0 } }

  static let fields: [Field<CalendarRequestsPage>] = [
    .text("title") { $0.title },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .optionalText("notice") { $0.notice },
    .flag("isProblem") { $0.isProblem },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .flag("hasLeft") { !$0.left.isEmpty },
    .strings("left") { $0.left },
  ]
  static let examples = [
    CalendarRequestsPage(
      title: "Requests", rows: [.example], notice: "Answered", isProblem: true,
      errors: [FormProblem(field: "reason-1", message: "Say why")], left: ["<Sorry>\nMira"]),
    CalendarRequestsPage(title: "Requests", rows: [], notice: nil, isProblem: false, errors: [], left: []),
  ]
}

/// One request with its two answers.
struct RequestRow: TemplateModel {
  let who: String
  let isNamed: Bool
  let href: String
  let what: String
  let when: String
  let asked: String
  let answerBy: String
  /// What the practitioner does elsewhere in that time, as calendars say by now.
  let busy: [String]
  /// Nil for who may read and not answer.
  let answers: RequestAnswers?

  static let fields: [Field<RequestRow>] = [
    .text("who") { $0.who },
    .flag("isNamed") { $0.isNamed },
    .text("href") { $0.href },
    .text("what") { $0.what },
    .text("when") { $0.when },
    .text("asked") { $0.asked },
    .text("answerBy") { $0.answerBy },
    .strings("busy") { $0.busy },
    .object("answers") { $0.answers },
  ]
  static let example = RequestRow(
    who: "Ola <Nordmann>", isNamed: true, href: "/appointments/1", what: "Talk with Mira", when: "Tue 9 March, 13:00",
    asked: "Mon 8 March, 09:00", answerBy: "Tue 9 March, 09:00",
    busy: ["Mira: busy in a calendar elsewhere, 13:00–14:00."],
    answers: RequestAnswers(
      approve: "/appointments/1/approval", decline: "/appointments/1/decline", version: "1",
      reason: FormField(id: "reason-1", value: "", error: "Say why"),
      answer: FormField(id: "answer-1", value: "<Sorry>\nMira", error: "Too long"), answerHint: "At most 500",
      anyway: FormField(id: "anyway-1", value: "", error: "Say why")))
}

struct RequestAnswers: TemplateModel {
  let approve: String
  let decline: String
  let version: String
  let reason: FormField
  /// What the patient reads.
  let answer: FormField
  let answerHint: String
  /// Why it is agreed to although the practitioner is busy; nil where nothing is in the way.
  let anyway: FormField?

  /// Ids of the fields that the page has.
  var fields: [String] { [reason.id, answer.id, anyway?.id].compactMap { $0 } }
  /// Something was typed: it is not hidden.
  private var isDeclining: Bool { !reason.value.isEmpty || !answer.value.isEmpty || reason.error != nil }

  static let fields: [Field<RequestAnswers>] = [
    .text("approve") { $0.approve },
    .text("decline") { $0.decline },
    .text("version") { $0.version },
    .flag("isDeclining") { $0.isDeclining },
    .object("reason") { $0.reason },
    .object("answer") { $0.answer },
    .text("answerHint") { $0.answerHint },
    .object("anyway") { $0.anyway },
  ]
}
