import Core
import Templates

/// What a practitioner needs to know of a patient at a glance.
struct ChartPage: Page {
  static let template = "clinical/chart"
  let title: String
  let id: PatientID
  let initials: String
  let isInactive: Bool
  let isDeceased: Bool
  let born: String?
  let age: String?
  let phone: String?
  let email: String?
  let canChange: Bool
  let canReadAccess: Bool
  let canReadMessages: Bool
  /// Until when, where the reader opened the record in an emergency.
  let emergencyEnd: String?
  let allergies: [ChartLine]
  let pastAllergies: [ChartLine]
  let problems: ChartBlock
  let medications: ChartBlock
  let encounters: ChartBlock
  let immunizations: ChartBlock
  let vitals: ChartBlock
  let upcoming: [AppointmentLine]
  let past: [AppointmentLine]

  static let fields: [Field<ChartPage>] = [
    .text("title") { $0.title },
    .text("chartHref") { "/patients/\($0.id)/chart" },
    .text("detailsHref") { "/patients/\($0.id)/details" },
    .text("editHref") { "/patients/\($0.id)/edit" },
    .text("initials") { $0.initials },
    .flag("isInactive") { $0.isInactive },
    .flag("isDeceased") { $0.isDeceased },
    .optionalText("born") { $0.born },
    .optionalText("age") { $0.age },
    .optionalText("phone") { $0.phone },
    .optionalText("email") { $0.email },
    .flag("canChange") { $0.canChange },
    .optionalText("emergencyEnd") { $0.emergencyEnd },
    .optionalText("conversationHref") { $0.canReadMessages ? "/patients/\($0.id)/conversation" : nil },
    .optionalText("accessHref") { $0.canReadAccess ? "/patients/\($0.id)/access" : nil },
    .flag("hasAllergies") { !$0.allergies.isEmpty },
    .list("allergies") { $0.allergies },
    .flag("hasPastAllergies") { !$0.pastAllergies.isEmpty },
    .list("pastAllergies") { $0.pastAllergies },
    .object("problems") { $0.problems },
    .object("medications") { $0.medications },
    .object("encounters") { $0.encounters },
    .object("immunizations") { $0.immunizations },
    .object("vitals") { $0.vitals },
    .flag("hasUpcoming") { !$0.upcoming.isEmpty },
    .list("upcoming") { $0.upcoming },
    .flag("hasPast") { !$0.past.isEmpty },
    .list("past") { $0.past },
  ]

  private static func example(_ lines: [ChartLine], age: String?, isOn: Bool) -> ChartPage {
    let appointments =
      isOn ? [AppointmentLine(moment: "12 March 2026, 11:00", service: "S", practitioner: "P", status: "Booked")] : []
    let block = ChartBlock(lines + lines, limit: 1)
    return ChartPage(
      title: "Erika Mustermann", id: PatientID(EntityID(high: 0, low: 1)), initials: "EM", isInactive: isOn,
      isDeceased: isOn, born: age.map { _ in "1984" }, age: age, phone: age, email: age, canChange: isOn,
      canReadAccess: isOn, canReadMessages: isOn,
      emergencyEnd: age,
      allergies: lines, pastAllergies: lines, problems: block, medications: block, encounters: block,
      immunizations: block, vitals: block, upcoming: appointments, past: appointments)
  }
  static let examples: [ChartPage] = [
    example([], age: nil, isOn: false),
    example(
      [
        ChartLine(
          title: "<b>Penicillin", code: "F41.1", state: "Refuted", isQuiet: true, isHigh: true, value: "50 mg",
          when: "since 2019", person: "Dr X", lines: ["rash (mild)"])
      ], age: "41", isOn: true),
  ]
}

struct AppointmentLine: TemplateModel {
  let moment: String
  let service: String
  let practitioner: String
  let status: String
  static let fields: [Field<AppointmentLine>] = [
    .text("moment") { $0.moment },
    .text("service") { $0.service },
    .text("practitioner") { $0.practitioner },
    .text("status") { $0.status },
  ]
}
