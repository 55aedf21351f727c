import Core
import Routing
import Web

/// The form of a patient's details: what was typed, whether it is valid or not.
struct PatientForm: Sendable, Equatable {
  var given = ""
  var family = ""
  var birthDate = ""
  var gender = AdministrativeGender.unknown.rawValue
  var email = ""
  var phone = ""
  var address = ""
  var language: String
  var note = ""
  var isActive = true
  /// Of the patient as the form saw it; 0 for a new one.
  var version = 0
  /// Set by the button that says: yes, although somebody like this is here already.
  var isConfirmed = false

  init(language: Language) { self.language = language.rawValue }

  init(_ patient: Patient) {
    self.init(patient.details)
    version = patient.version
  }
  init(_ details: PatientDetails) {
    given = details.name.given
    family = details.name.family
    birthDate = details.birthDate?.description ?? ""
    gender = details.gender.rawValue
    email = details.email
    phone = details.phone
    address = details.address
    language = details.language.rawValue
    note = details.note
    isActive = details.isActive
  }

  init(_ form: Form) {
    given = SingleLine.clean(form["given"] ?? "")
    family = SingleLine.clean(form["family"] ?? "")
    birthDate = SingleLine.clean(form["birth-date"] ?? "")
    gender = form["gender"] ?? ""
    email = SingleLine.clean(form["email"] ?? "")
    phone = SingleLine.clean(form["phone"] ?? "")
    address = MultiLine.clean(form["address"] ?? "")
    language = form["language"] ?? ""
    note = MultiLine.clean(form["note"] ?? "")
    isActive = form["is-active"] == "yes"
    version = Decimal.parse(form["version"] ?? "") ?? 0
    isConfirmed = form["confirm"] == "yes"
  }
}
