import Core
import Templates

/// A patient's consents, for staff.
struct PatientConsentsPage: Page {
  static let template = "patients/patient-consents"
  let title: String
  let patient: String
  let id: PatientID
  let notice: String?
  let isOutdated: Bool
  let topics: [ConsentTopicLine]

  static let fields: [Field<PatientConsentsPage>] = [
    .text("title") { $0.title },
    .text("patientName") { $0.patient },
    .text("privacyHref") { PrivacyHandlers.path($0.id) },
    .text("detailsHref") { "/patients/\($0.id)/details" },
    .text("giveAction") { ConsentHandlers.path($0.id) },
    .text("withdrawAction") { ConsentHandlers.path($0.id) + "/withdrawal" },
    .optionalText("notice") { $0.notice },
    .flag("isOutdated") { $0.isOutdated },
    .list("topics") { $0.topics },
  ]
  static let examples: [PatientConsentsPage] = [
    PatientConsentsPage(
      title: "Consents", patient: "Erika <Muster>", id: PatientID(EntityID(high: 0, low: 1)), notice: "Done.",
      isOutdated: true, topics: [.example]),
    PatientConsentsPage(
      title: "Consents", patient: "Erika", id: PatientID(EntityID(high: 0, low: 1)), notice: nil, isOutdated: false,
      topics: []),
  ]
}
