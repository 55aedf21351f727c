import Core
import Database
import Routing
import Templates

/// `GET /calendar/waitlist/gap`: a free time, and for each wish whether it suits or why not.
struct WaitlistGapPage: PatientDataPage {
  static let template = "waitlist/waitlist-gap"
  let title: String
  let errors: [FormProblem]
  let practitioner: SelectField
  let time: TimeFields
  /// Nil when no time was asked about.
  let answer: GapAnswer?

  var accessEvents: [AuditEvent] { [WaitlistPage.read(answer?.rows.count(where: \.isNamed) ?? 0)].compactMap { $0 } }

  static let fields: [Field<WaitlistGapPage>] = [
    .text("title") { $0.title },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .object("practitioner") { $0.practitioner },
    .object("time") { $0.time },
    .object("answer") { $0.answer },
  ]
  static var examples: [WaitlistGapPage] {
    let select = SelectField(
      id: "practitioner", error: "Choose", options: [FormOption(value: "1", label: "Mira <1>", isChosen: true)])
    return [
      WaitlistGapPage(
        title: "Who wants this time?", errors: [FormProblem(field: "practitioner", message: "Choose")],
        practitioner: select, time: .example,
        answer: GapAnswer(heading: "Tuesday, 10:00, with Mira", notice: "It was just taken.", rows: [.example])),
      WaitlistGapPage(
        title: "Who wants this time?", errors: [], practitioner: select, time: .example,
        answer: GapAnswer(heading: "Tuesday, 10:00, with Mira", notice: nil, rows: [])),
    ]
  }
}

/// What was found for one time.
struct GapAnswer: TemplateModel {
  let heading: String
  /// Why an offer could not be made.
  let notice: String?
  let rows: [GapRow]
  static let fields: [Field<GapAnswer>] = [
    .text("heading") { $0.heading },
    .optionalText("notice") { $0.notice },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
  ]
}

/// One wish, and what it finds in the time.
struct GapRow: TemplateModel {
  let who: String
  let isNamed: Bool
  let what: String
  let when: String
  /// The time it would be offered, when it suits.
  let start: String?
  /// Why it does not suit.
  let reason: String?
  /// Nil for who may read and not change, and where it does not suit.
  let action: String?
  let hidden: [HiddenField]

  static let fields: [Field<GapRow>] = [
    .text("who") { $0.who },
    .text("what") { $0.what },
    .text("when") { $0.when },
    .optionalText("start") { $0.start },
    .optionalText("reason") { $0.reason },
    .optionalText("action") { $0.action },
    .list("hidden") { $0.hidden },
  ]
  static let example = GapRow(
    who: "Ola <Nordmann>", isNamed: true, what: "Talk with Mira", when: "Any day", start: "10:00",
    reason: "Not on this day", action: "/calendar/waitlist/1/offer",
    hidden: [HiddenField(name: "date", value: "2027-03-09")])
}
