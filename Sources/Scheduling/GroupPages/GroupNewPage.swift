import Core
import Database
import Routing
import Templates

/// `GET /calendar/groups/new` and what its form answers.
struct GroupNewPage: PatientDataPage {
  static let template = "calendar/group-new"
  let title: String
  /// No service is for groups yet.
  let isEmpty: Bool
  let errors: [FormProblem]
  let conflict: ConflictView?
  let service: SelectField
  let time: TimeFields
  let practitioner: SelectField
  let room: SelectField
  let device: SelectField
  let places: FormField
  let weeks: FormField
  let formKey: String

  var accessEvents: [AuditEvent] { [conflict?.read].compactMap { $0 } }

  static let fields: [Field<GroupNewPage>] = [
    .text("title") { $0.title },
    .flag("isEmpty") { $0.isEmpty },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .object("conflict") { $0.conflict },
    .object("service") { $0.service },
    .object("time") { $0.time },
    .object("practitioner") { $0.practitioner },
    .object("room") { $0.room },
    .object("device") { $0.device },
    .object("places") { $0.places },
    .object("weeks") { $0.weeks },
    .text("formKey") { $0.formKey },
  ]

  static var examples: [GroupNewPage] {
    let field = { (id: String) in FormField(id: id, value: "8", error: id == "weeks" ? "At most 52" : nil) }
    let select = { (id: String) in
      SelectField(id: id, error: "Choose", options: [FormOption(value: "1", label: "Yoga <1>", isChosen: true)])
    }
    return [true, false].map { isFull in
      GroupNewPage(
        title: "New group session", isEmpty: !isFull,
        errors: isFull ? [FormProblem(field: "weeks", message: "At most 52")] : [],
        conflict: isFull ? .example : nil, service: select("service"), time: .example,
        practitioner: select("practitioner"), room: select("room"), device: select("device"), places: field("places"),
        weeks: field("weeks"), formKey: "00")
    }
  }
}
