import Routing
import Templates

/// Who did what in the practice, newest first.
struct AuditListPage: Page {
  static let template = "oversight/audit-list"
  let title: String
  /// The clock that all times are on.
  let zone: String
  let controls: [FormControl]
  /// Whose events alone are listed; chosen on the patient's page.
  let patient: String?
  let patientValue: String?
  let clearPatientHref: String
  let rows: [TrailRow]
  let links: TrailLinks
  let isFiltered: Bool
  /// Nil for those who may not take a copy.
  let exportFields: [HiddenValue]?
  /// How many events a file holds at most, when more were asked for.
  let tooMany: Int?
  /// With which anybody can check what was signed about this trail.
  let publicKey: String?
  let managesIncidents: Bool

  static let fields: [Field<AuditListPage>] = [
    .text("title") { $0.title },
    .text("zone") { $0.zone },
    .list("controls") { $0.controls },
    .optionalText("patientFilter") { $0.patient },
    .optionalText("patientValue") { $0.patientValue },
    .text("clearPatientHref") { $0.clearPatientHref },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .object("links") { $0.links },
    .flag("isFiltered") { $0.isFiltered },
    .flag("canExport") { $0.exportFields != nil },
    .list("exportFields") { $0.exportFields ?? [] },
    .number("tooMany") { $0.tooMany ?? 0 },
    .optionalText("publicKey") { $0.publicKey },
    .flag("managesIncidents") { $0.managesIncidents },
    .flag("hasErrors") { page in page.controls.contains { $0.error != nil } },
    .list("errors") { page in
      page.controls.compactMap { control in control.error.map { FormProblem(control, $0) } }
    },
  ]

  static let examples: [AuditListPage] = [
    AuditListPage(
      title: "Audit trail", zone: "Berlin time (GMT+1)", controls: EditForm.example.controls,
      patient: "Erika <Mustermann>", patientValue: "0", clearPatientHref: "/audit", rows: [.example, .bareExample],
      links: .example, isFiltered: true, exportFields: [HiddenValue(name: "from", value: "2026-03-12")],
      tooMany: 50_000, publicKey: "ed25519 00ff", managesIncidents: true),
    AuditListPage(
      title: "Audit trail", zone: "UTC", controls: [], patient: nil, patientValue: nil, clearPatientHref: "/audit",
      rows: [], links: .none, isFiltered: true, exportFields: nil, tooMany: nil, publicKey: nil,
      managesIncidents: false),
    AuditListPage(
      title: "Audit trail", zone: "UTC", controls: [], patient: nil, patientValue: nil, clearPatientHref: "/audit",
      rows: [], links: .none, isFiltered: false, exportFields: [], tooMany: nil, publicKey: nil,
      managesIncidents: false),
  ]
}
