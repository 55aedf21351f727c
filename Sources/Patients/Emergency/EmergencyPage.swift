import Routing
import Templates

/// Asks for the reason of an emergency access, and for whom, unless the record was asked for already.
struct EmergencyPage: Page {
  static let template = "patients/emergency"
  let title: String
  /// The id of the record that was refused; nil when somebody is looked for.
  let patient: String?
  let controls: [FormControl]

  static let fields: [Field<EmergencyPage>] = [
    .text("title") { $0.title },
    .optionalText("patient") { $0.patient },
    .list("controls") { $0.controls },
    .flag("hasErrors") { $0.controls.contains { $0.error != nil } },
    .list("errors") { page in page.controls.compactMap { control in control.error.map { FormProblem(control, $0) } } },
  ]
  static let examples = [
    EmergencyPage(title: "Emergency access", patient: nil, controls: EditForm.example.controls),
    EmergencyPage(title: "Not your patient", patient: "0190", controls: []),
  ]
}
