import Core
import Routing
import Templates

/// What the practice decides about one patient's portal.
struct PatientPortalPage: Page {
  static let template = "portal/patient-portal"
  let title: String
  let patient: PatientID
  let name: String
  let slug: String
  let hasSecondFactor: Bool
  let guardians: [Guardian]
  let done: String?
  let controls: [FormControl]

  enum Done: String { case added, ended, reset }

  struct Guardian: TemplateModel {
    let path: String
    let name: String
    let email: String
    let relation: String
    let isLive: Bool
    /// The last day; nil without one.
    let until: String?
    let hasSecondFactor: Bool
    static let fields: [Field<Guardian>] = [
      .text("path") { $0.path },
      .text("name") { $0.name },
      .text("email") { $0.email },
      .text("relation") { $0.relation },
      .flag("isLive") { $0.isLive },
      .optionalText("until") { $0.until },
      .flag("canReset") { $0.isLive && $0.hasSecondFactor },
    ]
  }

  static let fields: [Field<PatientPortalPage>] = [
    .text("title") { $0.title },
    .text("path") { "/patients/\($0.patient)" },
    .text("patientName") { $0.name },
    .text("slug") { $0.slug },
    .flag("hasSecondFactor") { $0.hasSecondFactor },
    .flag("hasGuardians") { !$0.guardians.isEmpty },
    .list("guardians") { $0.guardians },
    .optionalText("done") { $0.done },
    .list("controls") { $0.controls },
    .flag("hasErrors") { page in page.controls.contains { $0.error != nil } },
    .list("errors") { page in
      page.controls.compactMap { control in control.error.map { FormProblem(control, $0) } }
    },
  ]
  static let examples = [
    PatientPortalPage(
      title: "Portal access", patient: PatientID(EntityID(high: 0, low: 1)), name: "Max Muster", slug: "harbor",
      hasSecondFactor: false, guardians: [], done: nil, controls: EditForm.example.controls),
    PatientPortalPage(
      title: "Portal access", patient: PatientID(EntityID(high: 0, low: 1)), name: "<Max>", slug: "harbor",
      hasSecondFactor: true,
      guardians: [
        Guardian(
          path: "/patients/0/guardians/1", name: "<Erika>", email: "erika@example.org", relation: "Parent",
          isLive: true, until: "12 March 2030", hasSecondFactor: true),
        Guardian(
          path: "/patients/0/guardians/2", name: "Erik", email: "erik@example.org", relation: "Parent", isLive: false,
          until: nil, hasSecondFactor: false),
      ], done: "Saved.", controls: []),
  ]
}
