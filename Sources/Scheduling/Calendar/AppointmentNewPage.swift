import Core
import Database
import Routing
import Templates

/// `GET /appointments/new` and what its form answers: searched, to be put right, or in conflict.
struct AppointmentNewPage: PatientDataPage {
  static let template = "calendar/appointment-new"
  let title: String
  let errors: [FormProblem]
  let conflict: ConflictView?
  let why: WhyView?
  let search: FormField
  let wasSearched: Bool
  let matches: [PatientChoice]
  let given: FormField
  let family: FormField
  let email: FormField
  let phone: FormField
  let service: SelectField
  let time: TimeFields
  let practitioner: SelectField
  let room: SelectField
  let device: SelectField
  /// Nil in a practice that has one place.
  let place: SelectField?
  let note: FormField
  let series: SeriesFields
  let formKey: String
  /// To those of the waitlist who would want the time; nil when nobody waits or no time is given.
  let gapHref: String?
  /// To the form for a session; nil where no service is for groups.
  let groupHref: String?

  var accessEvents: [AuditEvent] {
    let found =
      wasSearched || !matches.isEmpty
      ? AuditEvent("patients.search", "patients_patient", nil, fields: ["rows=\(matches.count)"]) : nil
    return [found, conflict?.read, why?.read].compactMap { $0 }
  }

  static let fields: [Field<AppointmentNewPage>] = [
    .text("title") { $0.title },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .object("conflict") { $0.conflict },
    .object("why") { $0.why },
    .object("search") { $0.search },
    .flag("wasSearched") { $0.wasSearched },
    .list("matches") { $0.matches },
    .object("given") { $0.given },
    .object("family") { $0.family },
    .object("email") { $0.email },
    .object("phone") { $0.phone },
    .object("service") { $0.service },
    .object("time") { $0.time },
    .object("practitioner") { $0.practitioner },
    .object("room") { $0.room },
    .object("device") { $0.device },
    .object("place") { $0.place },
    .object("note") { $0.note },
    .object("series") { $0.series },
    .text("formKey") { $0.formKey },
    .optionalText("gapHref") { $0.gapHref },
    .optionalText("groupHref") { $0.groupHref },
    .text("draftAction") { _ in "/appointments/draft" },
  ]

  static var examples: [AppointmentNewPage] {
    let field = { (id: String) in FormField(id: id, value: "<x>", error: id == "family" ? "Missing" : nil) }
    let select = { (id: String) in
      SelectField(id: id, error: nil, options: [FormOption(value: "1", label: "Room <1>", isChosen: true)])
    }
    return [true, false].map { isFull in
      AppointmentNewPage(
        title: "New appointment", errors: isFull ? [FormProblem(field: "family", message: "Missing")] : [],
        conflict: isFull ? .example : nil, why: isFull ? .example : nil, search: field("search"), wasSearched: isFull,
        matches: isFull ? [PatientChoice(id: "1", name: "Ola", birthDate: "1988-06-04", isChosen: true)] : [],
        given: field("given"), family: field("family"), email: field("email"), phone: field("phone"),
        service: select("service"),
        time: .example, practitioner: select("practitioner"), room: select("room"), device: select("device"),
        place: isFull ? select("at") : nil,
        note: field("note"), series: .example(isOpen: isFull), formKey: "00",
        gapHref: isFull ? "/calendar/waitlist/gap?start=1" : nil,
        groupHref: isFull ? "/calendar/groups/new" : nil)
    }
  }
}

/// A patient to choose.
struct PatientChoice: TemplateModel {
  let id: String
  let name: String
  let birthDate: String
  let isChosen: Bool
  static let fields: [Field<PatientChoice>] = [
    .text("id") { $0.id },
    .text("name") { $0.name },
    .text("birthDate") { $0.birthDate },
    .flag("isChosen") { $0.isChosen },
  ]
}

struct SelectField: TemplateModel {
  let id: String
  let error: String?
  let options: [FormOption]
  static let fields: [Field<SelectField>] = [
    .text("id") { $0.id },
    .optionalText("error") { $0.error },
    .list("options") { $0.options },
  ]
}

/// Date and time as the practice's clock shows them; with the offsets to choose from when that time comes twice.
struct TimeFields: TemplateModel {
  let zone: String
  let date: FormField
  let time: FormField
  let offset: SelectField?
  /// What is agreed for it is written down afterwards: nothing is sent.
  let isPast: Bool
  static let fields: [Field<TimeFields>] = [
    .text("zone") { $0.zone },
    .object("date") { $0.date },
    .object("time") { $0.time },
    .object("offset") { $0.offset },
    .flag("isPast") { $0.isPast },
  ]
  static let example = TimeFields(
    zone: "Berlin time", date: FormField(id: "date", value: "2026-03-10", error: nil),
    time: FormField(id: "time", value: "10:00", error: "Twice"),
    offset: SelectField(
      id: "offset", error: "Choose", options: [FormOption(value: "3600", label: "02:30", isChosen: false)]),
    isPast: true)

  init(zone: String, date: FormField, time: FormField, offset: SelectField?, isPast: Bool) {
    (self.zone, self.date, self.time, self.offset, self.isPast) = (zone, date, time, offset, isPast)
  }
  /// - Parameter saysPast: something is agreed for the time, so that it matters.
  init(_ draft: AppointmentDraft, _ errors: FormErrors, zone: Zone, saysPast: Bool, _ call: Call) {
    let offsets = draft.offsets(zone: zone, call)
    self.init(
      zone: call.formats.city(of: zone) ?? zone.name, date: draft.field("date", errors, call),
      time: draft.field("time", errors, call),
      offset: offsets.isEmpty
        ? nil : SelectField(id: "offset", error: errors.message(for: "offset", in: call.text), options: offsets),
      isPast: saysPast && draft.isPast(zone: zone, now: call.now))
  }
}
