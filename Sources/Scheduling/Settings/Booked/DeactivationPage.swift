import Database
import Routing
import Templates

/// Asked before something with appointments ahead is put out of use.
struct DeactivationPage: PatientDataPage {
  static let template = "schedule-settings/deactivation"
  let title: String
  let action: String
  let backHref: String
  let warning: BookedWarning

  var accessEvents: [AuditEvent] { [warning.read] }

  static let fields: [Field<DeactivationPage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .text("backHref") { $0.backHref },
    .object("warning") { $0.warning },
  ]
  static let examples = [
    DeactivationPage(
      title: "Put Dr Mira Specimen out of use?", action: "/settings/practitioners/1/deactivation",
      backHref: "/settings/practitioners/1", warning: .example)
  ]
}
