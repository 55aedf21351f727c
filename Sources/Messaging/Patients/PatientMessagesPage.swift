import Core
import Routing
import Templates

/// `GET /patients/{patient}/messages`
struct PatientMessagesPage: Page {
  static let template = "messaging/patient-messages"
  let title: String
  let patient: String
  let id: PatientID
  let isSaved: Bool
  let form: EditForm

  static let fields: [Field<PatientMessagesPage>] = [
    .text("title") { $0.title },
    .text("patientName") { $0.patient },
    .text("detailsHref") { "/patients/\($0.id)/details" },
    .text("privacyHref") { "/patients/\($0.id)/privacy" },
    .flag("isSaved") { $0.isSaved },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
  ]
  static let examples = [true, false].map { isSaved in
    PatientMessagesPage(
      title: "Messages", patient: "Erika <Muster>", id: PatientID(EntityID(high: 0, low: 1)), isSaved: isSaved,
      form: .example)
  }
}
