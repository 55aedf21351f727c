import Core
import Routing
import Web

/// The visitor's details as typed, and what they mean when they are right.
struct DetailsForm: Sendable, Equatable {
  static let nameBytes = 100
  static let noteBytes = 2000

  let given: String
  let family: String
  let email: String
  let phone: String
  let note: String
  let language: String
  /// A field people do not see. Programs fill it in.
  let website: String
  let screening: Screening

  static let empty = DetailsForm(Form())

  init(_ form: Form) {
    given = form["given"] ?? ""
    family = form["family"] ?? ""
    email = form["email"] ?? ""
    phone = form["phone"] ?? ""
    note = form["note"] ?? ""
    language = form["language"] ?? ""
    website = form["website"] ?? ""
    screening = Screening(form)
  }
  static func wasTyped(_ form: Form) -> Bool { form["email"] != nil }

  var fields: [(name: String, value: String)] {
    [
      ("given", given), ("family", family), ("email", email), ("phone", phone), ("note", note), ("language", language),
    ] + screening.fields
  }

  /// What was meant, or which fields to put right.
  func parse(fallback: Language) -> (details: BookingDetails?, errors: FormErrors) {
    var errors = FormErrors()
    let given = name(self.given, "given", "booking.givenMissing", &errors)
    let family = name(self.family, "family", "booking.familyMissing", &errors)
    let email = address(&errors)
    let phone = number(&errors)
    if note.utf8.count > DetailsForm.noteBytes { errors.refuse("note", "booking.noteTooLong") }
    guard errors.isEmpty, let email else { return (nil, errors) }
    let patient = NewPatient(
      name: PersonName(given: given, family: family), email: email, phone: phone,
      language: Language(rawValue: language) ?? fallback)
    return (BookingDetails(patient: patient, note: note), errors)
  }

  private func name(_ typed: String, _ field: String, _ missing: String, _ errors: inout FormErrors) -> String {
    let clean = SingleLine.clean(typed)
    if clean.isEmpty { errors.refuse(field, missing) }
    if clean.utf8.count > DetailsForm.nameBytes { errors.refuse(field, "booking.nameTooLong") }
    return clean
  }
  private func address(_ errors: inout FormErrors) -> String? {
    do throws(EmailAddressError) {
      return try EmailAddress(email).text
    } catch {
      errors.refuse("email", error == .empty ? "booking.emailMissing" : "booking.emailInvalid")
      return nil
    }
  }
  private func number(_ errors: inout FormErrors) -> String {
    let clean = SingleLine.clean(phone)
    guard !clean.isEmpty else { return "" }
    do throws(PhoneNumberError) {
      return try PhoneNumber(clean).text
    } catch {
      errors.refuse("phone", "booking.phoneInvalid")
      return ""
    }
  }
}
