import Core
import Database
import Routing
import Templates

/// `GET /calendar/groups/{group}/move` and what its form answers.
struct GroupMovePage: PatientDataPage {
  static let template = "calendar/group-move"
  let title: String
  let what: String
  let now: String
  /// What the clock there shows; nil where it is the practice's.
  let there: String?
  /// Nil at the practice itself.
  let place: String?
  let action: String
  let backHref: String
  /// How many go along.
  let people: String
  let problem: String?
  let errors: [FormProblem]
  let conflict: ConflictView?
  let time: TimeFields
  let minutes: FormField
  let places: FormField
  /// Nil where none follows.
  let scope: GroupScopeChoice?
  let practitioner: SelectField
  let room: SelectField
  let device: SelectField
  let notify: NotifyChoice
  let version: String

  var accessEvents: [AuditEvent] { [conflict?.read].compactMap { $0 } }

  static let fields: [Field<GroupMovePage>] = [
    .text("title") { $0.title },
    .text("what") { $0.what },
    .text("now") { $0.now },
    .optionalText("there") { $0.there },
    .optionalText("place") { $0.place },
    .text("action") { $0.action },
    .text("backHref") { $0.backHref },
    .text("people") { $0.people },
    .optionalText("problem") { $0.problem },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .object("conflict") { $0.conflict },
    .object("time") { $0.time },
    .object("minutes") { $0.minutes },
    .object("places") { $0.places },
    .object("scope") { $0.scope },
    .object("practitioner") { $0.practitioner },
    .object("room") { $0.room },
    .object("device") { $0.device },
    .object("notify") { $0.notify },
    .text("version") { $0.version },
  ]

  static var examples: [GroupMovePage] {
    let select = { (id: String) in
      SelectField(id: id, error: "Choose", options: [FormOption(value: "1", label: "Room <1>", isChosen: true)])
    }
    return [true, false].map { isFull in
      GroupMovePage(
        title: "Move Yoga", what: "Yoga", now: "Tuesday 10 March 2026", there: isFull ? "09:00" : nil,
        place: isFull ? "<b>Studio</b>" : nil, action: "/calendar/groups/1/time",
        backHref: "/calendar/groups/1", people: "5 of 8", problem: isFull ? "Changed" : nil,
        errors: isFull ? [FormProblem(field: "time", message: "Twice")] : [], conflict: isFull ? .example : nil,
        time: .example,
        minutes: FormField(id: "minutes", value: "50", error: isFull ? "Wrong" : nil),
        places: FormField(id: "places", value: "8", error: isFull ? "Too few" : nil),
        scope: isFull ? .example : nil, practitioner: select("practitioner"), room: select("room"),
        device: select("device"),
        notify: NotifyChoice(isOn: isFull, whyNot: isFull ? nil : "No mail."), version: "1")
    }
  }
}
