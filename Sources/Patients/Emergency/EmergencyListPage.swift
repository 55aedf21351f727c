import Core
import Templates

/// Every emergency access, for those who answer for it.
struct EmergencyListPage: Page {
  static let template = "patients/emergency-list"
  let title: String
  let rows: [EmergencyRow]

  static let fields: [Field<EmergencyListPage>] = [
    .text("title") { $0.title },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
  ]
  static let examples = [
    EmergencyListPage(title: "Emergency access", rows: []),
    EmergencyListPage(title: "Emergency access", rows: [.example(reviewed: nil), .example(reviewed: "Olga, today")]),
  ]
}

struct EmergencyRow: TemplateModel {
  let moment: String
  let who: String
  let patient: String
  let patientHref: String
  let reason: [String]
  /// By whom and when; nil when nobody has.
  let reviewed: String?
  /// Nil where the reader cannot review it.
  let action: String?

  static let fields: [Field<EmergencyRow>] = [
    .text("moment") { $0.moment },
    .text("who") { $0.who },
    .text("patient") { $0.patient },
    .text("patientHref") { $0.patientHref },
    .strings("reason") { $0.reason },
    .optionalText("reviewed") { $0.reviewed },
    .optionalText("action") { $0.action },
  ]

  static func example(reviewed: String?) -> EmergencyRow {
    EmergencyRow(
      moment: "2 March 2026, 10:30", who: "<Bob>", patient: "Erika", patientHref: "/patients/0/access",
      reason: ["Unconscious in the waiting room", "<b>"], reviewed: reviewed,
      action: reviewed == nil ? "/emergency-access/0/review" : nil)
  }
}

extension EmergencyRow {
  init(_ entry: EmergencyAccess.Entry, reader: UserID?, _ words: PatientWords) {
    moment = words.moment(entry.at)
    who = entry.userName
    patient = entry.patientName.full
    patientHref = "/patients/\(entry.patient)/access"
    reason = entry.reason.utf8.split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }
    reviewed = entry.reviewer.flatMap { name in entry.reviewedAt.map { name + ", " + words.moment($0) } }
    action = reviewed == nil && entry.user != reader ? "/emergency-access/\(entry.id)/review" : nil
  }
}
