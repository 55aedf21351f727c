import Core
import Templates

/// Before a patient is erased: what goes, and what stays until when and why.
struct PatientErasurePage: Page {
  static let template = "patients/patient-erasure"
  let title: String
  let patient: String
  let id: PatientID
  let hasVisitsAhead: Bool
  let erasesRecord: Bool
  /// What the law keeps, with its date and reason.
  let stays: String?
  let isMistaken: Bool

  static let fields: [Field<PatientErasurePage>] = [
    .text("title") { $0.title },
    .text("patientName") { $0.patient },
    .text("privacyHref") { PrivacyHandlers.path($0.id) },
    .text("action") { "/patients/\($0.id)/erasure" },
    .flag("hasVisitsAhead") { $0.hasVisitsAhead },
    .flag("erasesRecord") { $0.erasesRecord },
    .optionalText("stays") { $0.stays },
    .flag("isMistaken") { $0.isMistaken },
  ]

  static let examples: [PatientErasurePage] = [
    PatientErasurePage(
      title: "Erase", patient: "Erika <Muster>", id: PatientID(EntityID(high: 0, low: 1)), hasVisitsAhead: false,
      erasesRecord: false, stays: "The record, until 12 March 2036", isMistaken: true),
    PatientErasurePage(
      title: "Erase", patient: "Erika", id: PatientID(EntityID(high: 0, low: 1)), hasVisitsAhead: true,
      erasesRecord: true, stays: nil, isMistaken: false),
  ]
}
