import Routing
import Templates

/// Who may be affected: asked first, and written down when it was an incident.
struct IncidentNewPage: Page {
  static let template = "oversight/incident-new"
  let title: String
  let zone: String
  let controls: [FormControl]
  /// Nil before anything was asked, and when the question was refused.
  let affected: AffectedList?
  /// What the question was, to go with the form that writes it down.
  let asked: [HiddenValue]
  let record: [FormControl]

  static let fields: [Field<IncidentNewPage>] = [
    .text("title") { $0.title },
    .text("zone") { $0.zone },
    .list("controls") { $0.controls },
    .object("affected") { $0.affected },
    .list("asked") { $0.asked },
    .list("record") { $0.record },
    .flag("hasErrors") { page in (page.controls + page.record).contains { $0.error != nil } },
    .list("errors") { page in
      (page.controls + page.record).compactMap { control in control.error.map { FormProblem(control, $0) } }
    },
  ]
  static let examples: [IncidentNewPage] = [
    IncidentNewPage(
      title: "Incident", zone: "Berlin time (GMT+1)", controls: EditForm.example.controls, affected: .example,
      asked: [HiddenValue(name: "from", value: "2026-03-12T10:00")], record: []),
    IncidentNewPage(
      title: "Incident", zone: "UTC", controls: [], affected: .emptyExample, asked: [],
      record: EditForm.example.controls),
    IncidentNewPage(title: "Incident", zone: "UTC", controls: [], affected: nil, asked: [], record: []),
  ]
}
