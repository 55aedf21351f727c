import Core
import Database
import Routing
import Templates

/// `GET /appointments/{appointment}/session`: the sessions that a participant could go to instead.
struct GroupSwitchPage: PatientDataPage {
  static let template = "calendar/group-switch"
  /// What the trail says of showing it.
  let read: AuditEvent
  let title: String
  let who: String
  let what: String
  let now: String
  /// What the clock shows where it is now; nil where it is the practice's.
  let thereNow: String?
  /// Where it is now; nil in a practice without places.
  let placeNow: String?
  let action: String
  let backHref: String
  let problem: String?
  let errors: [FormProblem]
  let sessions: [SessionChoice]
  let error: String?
  let notify: NotifyChoice
  let version: String

  var accessEvents: [AuditEvent] { [read] }

  static let fields: [Field<GroupSwitchPage>] = [
    .text("title") { $0.title },
    .text("who") { $0.who },
    .text("what") { $0.what },
    .text("now") { $0.now },
    .optionalText("thereNow") { $0.thereNow },
    .optionalText("placeNow") { $0.placeNow },
    .text("action") { $0.action },
    .text("backHref") { $0.backHref },
    .optionalText("problem") { $0.problem },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .flag("hasSessions") { !$0.sessions.isEmpty },
    .list("sessions") { $0.sessions },
    .text("id") { _ in "group" },
    .optionalText("error") { $0.error },
    .object("notify") { $0.notify },
    .text("version") { $0.version },
  ]

  static var examples: [GroupSwitchPage] {
    [true, false].map { isFull in
      GroupSwitchPage(
        read: CalendarExamples.panel.read, title: "Another session for Ola", who: "<b>Ola</b>", what: "Yoga",
        now: "Tuesday 10 March 2026", thereNow: isFull ? "09:00" : nil, placeNow: isFull ? "Studio <1>" : nil,
        action: "/appointments/1/session", backHref: "/calendar/groups/1",
        problem: isFull ? "Full" : nil, errors: isFull ? [FormProblem(field: "group", message: "Choose")] : [],
        sessions: isFull ? [.example] : [], error: isFull ? "Choose" : nil,
        notify: NotifyChoice(isOn: true, whyNot: nil), version: "1")
    }
  }
}

struct SessionChoice: TemplateModel {
  let id: String
  let when: String
  /// What the clock there shows; nil where it is the practice's.
  let there: String?
  /// Nil in a practice without places.
  let place: String?
  let with: String
  let places: String
  let isFull: Bool
  let isChosen: Bool

  static let fields: [Field<SessionChoice>] = [
    .text("group") { $0.id },
    .text("when") { $0.when },
    .optionalText("there") { $0.there },
    .optionalText("place") { $0.place },
    .text("with") { $0.with },
    .text("places") { $0.places },
    .flag("isFull") { $0.isFull },
    .flag("isChosen") { $0.isChosen },
  ]
  static let example = SessionChoice(
    id: "1", when: "Tuesday 9 March", there: "09:00", place: "Studio <1>", with: "Dr <Mira>", places: "5 of 8",
    isFull: false, isChosen: true)
}
