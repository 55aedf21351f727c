import Core
import Routing
import Templates

/// `GET /settings/messages/trial`
struct TrialPage: Page {
  static let template = "messaging/trial"
  let title: String
  let isAsked: Bool
  let rows: [TrialRow]
  let form: EditForm

  static let fields: [Field<TrialPage>] = [
    .text("title") { $0.title },
    .flag("isAsked") { $0.isAsked },
    .flag("hasErrors") { $0.form.hasErrors },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .object("form") { $0.form },
  ]
  static let examples = [
    TrialPage(title: "Test", isAsked: true, rows: [.example], form: .example),
    TrialPage(title: "Test", isAsked: false, rows: [], form: .example),
  ]
}

/// One test, and what came of it.
struct TrialRow: TemplateModel {
  let what: String
  let result: String
  /// What the other server said, in its own words.
  let answer: String?
  let isFailed: Bool

  static let fields: [Field<TrialRow>] = [
    .text("what") { $0.what },
    .text("result") { $0.result },
    .optionalText("answer") { $0.answer },
    .flag("isFailed") { $0.isFailed },
  ]
  static let example = TrialRow(
    what: "Tuesday 9 March, 10:00, SMS, <Olivia>", result: "not taken", answer: "21211 no <number>", isFailed: true)

  init(what: String, result: String, answer: String?, isFailed: Bool) {
    (self.what, self.result, self.answer, self.isFailed) = (what, result, answer, isFailed)
  }

  init(_ trial: Trial, _ zone: Zone, _ call: Call) {
    let local = zone.local(trial.createdAt)
    let parts = [
      call.formats.date(local.date, .long) + ", " + call.formats.time(local.time),
      call.text.text("notice.channel.\(trial.channel.rawValue)"), trial.name,
    ]
    let isOpen = trial.state == .waiting || trial.state == .sending
    self.init(
      what: parts.joined(separator: " · "),
      result: isOpen
        ? call.text.text("messages.trial.open")
        : trial.reason == "later"
          ? call.text.text("messages.trial.notTaken") : call.text.text("notice.reason.\(trial.reason)"),
      answer: NoticeOutcome.serverWords(trial.reason, trial.outcome), isFailed: trial.state == .failed)
  }
}
