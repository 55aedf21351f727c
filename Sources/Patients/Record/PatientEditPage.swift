import Core
import Database
import Routing
import Templates

/// The form of a patient's details: new or known, fresh or refused, in doubt whether somebody is here already, or
/// overtaken by somebody else's change.
struct PatientEditPage: PatientDataPage {
  static let template = "patients/patient-edit"
  let title: String
  let patient: PatientID?
  let fieldList: [FormControl]
  let errors: [FormProblem]
  let version: Int
  let isActive: Bool
  let duplicates: [DuplicateLine]
  let differences: [DifferenceLine]

  var accessEvents: [AuditEvent] {
    duplicates.isEmpty
      ? [] : [AuditEvent("patients.search", "patients_patient", nil, fields: ["rows=\(duplicates.count)"])]
  }

  static let fields: [Field<PatientEditPage>] = [
    .text("title") { $0.title },
    .flag("isNew") { $0.patient == nil },
    .text("action") { page in page.patient.map { "/patients/\($0)" } ?? "/patients" },
    .text("backHref") { page in page.patient.map { "/patients/\($0)/details" } ?? "/patients" },
    .list("inputs") { $0.fieldList },
    .flag("hasErrors") { !$0.errors.isEmpty },
    .list("errors") { $0.errors },
    .text("version") { "\($0.version)" },
    .flag("isActive") { $0.isActive },
    .flag("hasDuplicates") { !$0.duplicates.isEmpty },
    .list("duplicates") { $0.duplicates },
    .flag("isOvertaken") { !$0.differences.isEmpty },
    .list("differences") { $0.differences },
  ]

  init(
    _ form: PatientForm, of patient: PatientID?, errors: FormErrors = FormErrors(),
    duplicates: [DuplicateLine] = [], differences: [DifferenceLine] = [], version: Int? = nil, _ text: Localizer
  ) {
    title = text.text(patient == nil ? "patients.new.title" : "patients.edit.title")
    self.patient = patient
    fieldList = PatientFields.list(form, errors, text)
    self.errors = errors.problems(in: text)
    self.version = version ?? form.version
    isActive = form.isActive
    self.duplicates = duplicates
    self.differences = differences
  }

  private init(example id: PatientID?, _ errors: [FormProblem], _ fields: [FormControl]) {
    title = "Edit"
    patient = id
    fieldList = fields
    self.errors = errors
    version = 3
    isActive = true
    duplicates = id == nil ? [DuplicateLine(href: "/patients/0", name: "Erika", born: "1984", reasons: ["e-mail"])] : []
    differences = id == nil ? [] : [DifferenceLine(label: "Phone", theirs: "1", mine: "2")]
  }
  static let examples: [PatientEditPage] = [
    PatientEditPage(
      example: nil, [FormProblem(field: "family", message: "Enter a family name.")],
      [
        FormControl(
          id: "family", kind: .line(type: "text"), label: "Family name", hint: "As on paper", value: "<b>",
          error: "Enter a family name.", stored: nil, isRequired: true),
        FormControl(
          id: "note", kind: .area, label: "Note", hint: nil, value: "a\nb", error: nil, stored: nil, isRequired: false),
        FormControl(
          id: "gender", kind: .choice([FormOption(value: "other", label: "Other", isChosen: true)]), label: "Gender",
          hint: nil, value: "other", error: nil, stored: nil, isRequired: true),
      ]),
    PatientEditPage(example: PatientID(EntityID(high: 1, low: 2)), [], []),
  ]
}

/// Somebody who may be the same person.
struct DuplicateLine: TemplateModel {
  /// Nil for somebody out of reach.
  let href: String?
  let name: String
  let born: String?
  let reasons: [String]
  static let fields: [Field<DuplicateLine>] = [
    .optionalText("href") { $0.href },
    .text("name") { $0.name },
    .optionalText("born") { $0.born },
    .strings("reasons") { $0.reasons },
  ]
}

/// A field that two people changed to different values.
struct DifferenceLine: TemplateModel {
  let label: String
  let theirs: String
  let mine: String
  static let fields: [Field<DifferenceLine>] = [
    .text("label") { $0.label },
    .text("theirs") { $0.theirs },
    .text("mine") { $0.mine },
  ]
}
