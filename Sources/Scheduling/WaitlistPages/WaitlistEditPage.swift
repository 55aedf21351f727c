import Core
import Database
import Routing
import Templates

/// `GET /calendar/waitlist/{entry}/edit`, and what its form answers.
struct WaitlistEditPage: PatientDataPage {
  static let template = "waitlist/waitlist-edit"
  let title: String
  let entry: WaitlistEntryID
  let patient: PatientID
  let action: String
  let version: String
  let isConflict: Bool
  let errors: [FormProblem]
  let controls: [FormControl]

  var accessEvents: [AuditEvent] {
    [AuditEvent("waitlist.read", "scheduling_waitlist_entry", entry.id, patient: patient)]
  }

  static let fields: [Field<WaitlistEditPage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .text("version") { $0.version },
    .flag("isConflict") { $0.isConflict },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .list("controls") { $0.controls },
  ]
  static let examples = [true, false].map { isFull in
    WaitlistEditPage(
      title: "Wish of <Ola>", entry: .make(), patient: .make(), action: "/calendar/waitlist/1", version: "1",
      isConflict: isFull, errors: isFull ? [FormProblem(field: "first", message: "Wrong")] : [],
      controls: isFull
        ? [
          FormControl(
            id: "first", kind: .line(type: "date"), label: "Not before", hint: nil, value: "soon", error: "Wrong",
            stored: nil, isRequired: false)
        ] : [])
  }
}
