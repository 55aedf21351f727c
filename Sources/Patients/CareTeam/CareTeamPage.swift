import Routing
import Templates

/// Who treats a patient.
struct CareTeamPage: Page {
  static let template = "patients/care-team"
  let title: String
  let patient: String
  let patientHref: String
  let form: EditForm
  let isSaved: Bool
  /// Practitioners reach their own patients alone, so that this page decides who opens the record.
  let seesOwn: Bool

  static let fields: [Field<CareTeamPage>] = [
    .text("title") { $0.title },
    .text("patientName") { $0.patient },
    .text("patientHref") { $0.patientHref },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
    .flag("isSaved") { $0.isSaved },
    .flag("seesOwn") { $0.seesOwn },
  ]
  static let examples = [
    CareTeamPage(
      title: "Care team", patient: "<Erika>", patientHref: "/patients/0/details", form: .example, isSaved: true,
      seesOwn: true),
    CareTeamPage(
      title: "Care team", patient: "Erika", patientHref: "/patients/0/details", form: .example, isSaved: false,
      seesOwn: false),
  ]
}
