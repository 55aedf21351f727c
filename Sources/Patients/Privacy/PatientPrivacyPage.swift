import Core
import Templates

/// A patient's rights: whether the record may be used, and what is to be erased when.
struct PatientPrivacyPage: Page {
  static let template = "patients/patient-privacy"
  let title: String
  let patient: String
  let id: PatientID
  let notice: String?
  let restrictedSince: String?
  let isErased: Bool
  let canRestrict: Bool
  let canLift: Bool
  let erasures: [ErasureLine]
  let canErase: Bool
  let canReadChart: Bool
  let canReadAccess: Bool
  let canExport: Bool
  let canReadMessages: Bool

  static let fields: [Field<PatientPrivacyPage>] = [
    .text("title") { $0.title },
    .text("patientName") { $0.patient },
    .optionalText("notice") { $0.notice },
    .optionalText("restrictedSince") { $0.restrictedSince },
    .flag("isErased") { $0.isErased },
    .flag("canRestrict") { $0.canRestrict },
    .flag("canLift") { $0.canLift },
    .flag("hasErasures") { !$0.erasures.isEmpty },
    .list("erasures") { $0.erasures },
    .flag("canErase") { $0.canErase },
    .flag("canReadChart") { $0.canReadChart },
    .text("chartHref") { "/patients/\($0.id)/chart" },
    .text("detailsHref") { "/patients/\($0.id)/details" },
    .optionalText("accessHref") { $0.canReadAccess ? "/patients/\($0.id)/access" : nil },
    .optionalText("conversationHref") { $0.canReadMessages ? "/patients/\($0.id)/conversation" : nil },
    .text("privacyHref") { PrivacyHandlers.path($0.id) },
    .text("restrictAction") { "/patients/\($0.id)/restriction" },
    .text("liftAction") { "/patients/\($0.id)/restriction/lifting" },
    .optionalText("exportHref") { $0.canExport ? StaffExports.path($0.id) : nil },
    .text("consentsHref") { ConsentHandlers.path($0.id) },
    .text("messagesHref") { "/patients/\($0.id)/messages" },
    .text("eraseHref") { "/patients/\($0.id)/erasure" },
  ]

  static let examples: [PatientPrivacyPage] = [
    PatientPrivacyPage(
      title: "Privacy", patient: "Erika <Muster>", id: PatientID(EntityID(high: 0, low: 1)), notice: "Done.",
      restrictedSince: "12 March 2026", isErased: false, canRestrict: true, canLift: true,
      erasures: [
        ErasureLine(part: "Contact data", state: "Erased on 12 March 2026", isDone: true),
        ErasureLine(part: "The record", state: "Will be erased on 12 March 2036", isDone: false),
      ], canErase: true, canReadChart: true, canReadAccess: true, canExport: true,
      canReadMessages: true),
    PatientPrivacyPage(
      title: "Privacy", patient: "", id: PatientID(EntityID(high: 0, low: 1)), notice: nil, restrictedSince: nil,
      isErased: true, canRestrict: false, canLift: false, erasures: [], canErase: false, canReadChart: false,
      canReadAccess: false, canExport: false, canReadMessages: false),
  ]
}

/// One part, and when it goes or went.
struct ErasureLine: TemplateModel {
  let part: String
  let state: String
  let isDone: Bool
  static let fields: [Field<ErasureLine>] = [
    .text("part") { $0.part },
    .text("state") { $0.state },
    .flag("isDone") { $0.isDone },
  ]
}
