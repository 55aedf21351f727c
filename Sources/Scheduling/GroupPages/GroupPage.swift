import Core
import Database
import Routing
import Templates

/// `GET /calendar/groups/{group}`: a session with everybody in it, for staff alone.
struct GroupPage: PatientDataPage {
  static let template = "calendar/group"
  let title: String
  let calendarHref: String
  /// What was just done.
  let news: String?
  /// Why what was asked for was not done.
  let problem: String?
  let isCancelled: Bool
  let facts: [AppointmentFact]
  let participants: [ParticipantRow]
  /// Participants who are named.
  let named: Int
  /// Nil where nobody can be added.
  let adding: AddParticipant?
  let moveHref: String?
  /// Who waits for a place.
  let waitlistHref: String?
  let cancellation: GroupCancelForm?

  var accessEvents: [AuditEvent] {
    let found = adding.flatMap { adding in
      adding.wasSearched || !adding.matches.isEmpty
        ? AuditEvent("patients.search", "patients_patient", nil, fields: ["rows=\(adding.matches.count)"]) : nil
    }
    return [found, ConflictWords.read(named)].compactMap { $0 }
  }

  static let fields: [Field<GroupPage>] = [
    .text("title") { $0.title },
    .text("calendarHref") { $0.calendarHref },
    .optionalText("news") { $0.news },
    .optionalText("problem") { $0.problem },
    .flag("hasErrors") { $0.adding.map { !$0.errors.isEmpty } ?? false },
    .list("errors") { $0.adding?.errors ?? [] },
    .flag("isCancelled") { $0.isCancelled },
    .list("facts") { $0.facts },
    .flag("hasParticipants") { !$0.participants.isEmpty },
    .list("participants") { $0.participants },
    .object("adding") { $0.adding },
    .optionalText("moveHref") { $0.moveHref },
    .optionalText("waitlistHref") { $0.waitlistHref },
    .object("cancellation") { $0.cancellation },
  ]

  static var examples: [GroupPage] {
    [true, false].map { isFull in
      GroupPage(
        title: "Yoga, Tuesday 9 March 2027, 18:00–19:00", calendarHref: "/calendar", news: isFull ? "Planned" : nil,
        problem: isFull ? "Full" : nil, isCancelled: !isFull,
        facts: [AppointmentFact(label: "Places", value: "5 of 8 are taken")],
        participants: isFull ? [.example] : [], named: isFull ? 1 : 0, adding: isFull ? .example : nil,
        moveHref: isFull ? "/calendar/groups/1/move" : nil,
        waitlistHref: isFull ? "/calendar/waitlist/gap" : nil,
        cancellation: isFull
          ? GroupCancelForm(
            action: "/calendar/groups/1/cancellation", version: "1", scope: .example,
            notify: NotifyChoice(isOn: true, whyNot: nil))
          : nil)
    }
  }
}

/// One of a session, with what can be done.
struct ParticipantRow: TemplateModel {
  let who: String
  /// Nil for a patient whom the reader does not reach.
  let href: String?
  let status: StatusBadge
  /// That the same patient has more places here than one.
  let twice: String?
  let acts: [ActButton]
  /// Nil for who cannot go to another session.
  let switchHref: String?
  let version: String

  static let fields: [Field<ParticipantRow>] = [
    .text("who") { $0.who },
    .optionalText("href") { $0.href },
    .object("status") { $0.status },
    .optionalText("twice") { $0.twice },
    .list("acts") { $0.acts },
    .optionalText("switchHref") { $0.switchHref },
    .text("version") { $0.version },
  ]
  static let example = ParticipantRow(
    who: "<b>Ola</b>", href: "/appointments/1",
    status: StatusBadge(look: CalendarExamples.look("st-booked", "circle", "Booked")),
    twice: "2 places",
    acts: [ActButton(action: "/appointments/1/check-in", label: "Arrived", icon: "door", isPrimary: true)],
    switchHref: "/appointments/1/session",
    version: "1")
}

/// The form that adds somebody.
struct AddParticipant: TemplateModel {
  let action: String
  let draftAction: String
  let errors: [FormProblem]
  let search: FormField
  let wasSearched: Bool
  let matches: [PatientChoice]
  let given: FormField
  let family: FormField
  let email: FormField
  let phone: FormField
  let formKey: String

  static let fields: [Field<AddParticipant>] = [
    .text("action") { $0.action },
    .text("draftAction") { $0.draftAction },
    .object("search") { $0.search },
    .flag("wasSearched") { $0.wasSearched },
    .list("matches") { $0.matches },
    .object("given") { $0.given },
    .object("family") { $0.family },
    .object("email") { $0.email },
    .object("phone") { $0.phone },
    .text("formKey") { $0.formKey },
  ]
  static var example: AddParticipant {
    let field = { (id: String) in FormField(id: id, value: "<x>", error: id == "family" ? "Missing" : nil) }
    return AddParticipant(
      action: "/calendar/groups/1/participants", draftAction: "/calendar/groups/1/draft",
      errors: [FormProblem(field: "family", message: "Missing")], search: field("search"), wasSearched: true,
      matches: [PatientChoice(id: "1", name: "Ola", birthDate: "1988-06-04", isChosen: true)], given: field("given"),
      family: field("family"), email: field("email"), phone: field("phone"), formKey: "00")
  }
}

struct GroupCancelForm: TemplateModel {
  let action: String
  let version: String
  /// Nil where none follows.
  let scope: GroupScopeChoice?
  let notify: NotifyChoice
  static let fields: [Field<GroupCancelForm>] = [
    .text("action") { $0.action },
    .text("version") { $0.version },
    .object("scope") { $0.scope },
    .object("notify") { $0.notify },
  ]
}
