import Core
import Templates

/// A patient's master data and appointments: everything the front desk needs, nothing clinical.
struct PatientDetailsPage: Page {
  static let template = "patients/patient-details"
  let title: String
  let id: PatientID
  let initials: String
  let isInactive: Bool
  let isDeceased: Bool
  let born: String?
  let age: String?
  let gender: String
  let phone: String?
  let email: String?
  let address: [String]
  let language: String
  /// Nil for who does not see it.
  let note: [String]?
  let since: String
  let upcoming: [AppointmentLine]
  let past: [AppointmentLine]
  let showsContact: Bool
  let canChange: Bool
  let canReadChart: Bool
  let canReadAccess: Bool
  let canReadCareTeam: Bool
  let canReadMessages: Bool

  static let fields: [Field<PatientDetailsPage>] = [
    .text("title") { $0.title },
    .text("detailsHref") { "/patients/\($0.id)/details" },
    .text("chartHref") { "/patients/\($0.id)/chart" },
    .text("editHref") { "/patients/\($0.id)/edit" },
    .text("portalHref") { "/patients/\($0.id)/portal" },
    .text("initials") { $0.initials },
    .flag("isInactive") { $0.isInactive },
    .flag("isDeceased") { $0.isDeceased },
    .optionalText("born") { $0.born },
    .optionalText("age") { $0.age },
    .text("gender") { $0.gender },
    .optionalText("phone") { $0.phone },
    .optionalText("email") { $0.email },
    .strings("address") { $0.address },
    .text("language") { $0.language },
    .flag("showsNote") { $0.note != nil },
    .strings("note") { $0.note ?? [] },
    .flag("showsContact") { $0.showsContact },
    .text("since") { $0.since },
    .flag("hasUpcoming") { !$0.upcoming.isEmpty },
    .list("upcoming") { $0.upcoming },
    .flag("hasPast") { !$0.past.isEmpty },
    .list("past") { $0.past },
    .flag("canChange") { $0.canChange },
    .flag("canReadChart") { $0.canReadChart },
    .optionalText("accessHref") { $0.canReadAccess ? "/patients/\($0.id)/access" : nil },
    .optionalText("careTeamHref") { $0.canReadCareTeam ? "/patients/\($0.id)/care-team" : nil },
    .optionalText("conversationHref") { $0.canReadMessages ? "/patients/\($0.id)/conversation" : nil },
    .text("privacyHref") { PrivacyHandlers.path($0.id) },
  ]

  static let examples: [PatientDetailsPage] = [
    PatientDetailsPage(
      title: "Erika Mustermann", id: PatientID(EntityID(high: 0, low: 1)), initials: "EM", isInactive: true,
      isDeceased: true, born: "12 August 1984", age: "41", gender: "female", phone: "+49 30 1234567",
      email: "erika@example.org", address: ["1 Example Road", "<b>"], language: "Deutsch", note: ["Rings twice"],
      since: "2 March 2024",
      upcoming: [
        AppointmentLine(moment: "24 March 2026, 11:00", service: "Follow-up", practitioner: "Dr X", status: "Booked")
      ], past: [], showsContact: true, canChange: true, canReadChart: true, canReadAccess: true, canReadCareTeam: true,
      canReadMessages: true),
    PatientDetailsPage(
      title: "", id: PatientID(EntityID(high: 0, low: 1)), initials: "", isInactive: false, isDeceased: false,
      born: nil, age: nil, gender: "", phone: nil, email: nil, address: [], language: "", note: nil, since: "",
      upcoming: [],
      past: [AppointmentLine(moment: "m", service: "s", practitioner: "p", status: "Cancelled")],
      showsContact: false, canChange: false, canReadChart: false, canReadAccess: false, canReadCareTeam: false,
      canReadMessages: false),
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

extension AppointmentLine {
  init(_ appointment: PatientAppointment, _ words: PatientWords) {
    moment = words.moment(appointment.startsAt)
    service = appointment.service
    practitioner = appointment.practitioner
    status = words.status(appointment.status)
  }
}

extension PatientWords {
  /// FHIR AppointmentStatus, as the schema lists it.
  func status(_ code: String) -> String {
    switch code {
    case "proposed": text.text("patients.status.proposed")
    case "pending": text.text("patients.status.pending")
    case "booked": text.text("patients.status.booked")
    case "arrived": text.text("patients.status.arrived")
    case "checkedIn": text.text("patients.status.checkedIn")
    case "fulfilled": text.text("patients.status.fulfilled")
    case "cancelled": text.text("patients.status.cancelled")
    case "noshow": text.text("patients.status.noshow")
    case "waitlist": text.text("patients.status.waitlist")
    case "enteredInError": text.text("patients.status.enteredInError")
    default: code
    }
  }
}
