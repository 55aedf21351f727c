import Templates

/// Everything that was done with one patient's record, newest first.
struct PatientAccessPage: Page {
  static let template = "oversight/patient-access"
  let title: String
  let patient: String
  /// Nil when the record is gone.
  let patientHref: String?
  let zone: String
  /// The same in the whole trail, for those who may read it.
  let filterHref: String?
  let rows: [TrailRow]
  let links: TrailLinks

  static let fields: [Field<PatientAccessPage>] = [
    .text("title") { $0.title },
    .text("patientName") { $0.patient },
    .optionalText("recordHref") { $0.patientHref },
    .text("zone") { $0.zone },
    .optionalText("filterHref") { $0.filterHref },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .object("links") { $0.links },
  ]
  static let examples: [PatientAccessPage] = [
    PatientAccessPage(
      title: "Who saw this record", patient: "Erika <Mustermann>", patientHref: "/patients/0", zone: "UTC",
      filterHref: "/audit?patient=0", rows: [.example, .bareExample], links: .example),
    PatientAccessPage(
      title: "Who saw this record", patient: "A patient", patientHref: nil, zone: "UTC", filterHref: nil, rows: [],
      links: .none),
  ]
}
