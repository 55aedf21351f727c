import Core
import Database
import Routing
import Web

/// The part of the form that says whom an appointment is for: somebody found, or somebody new.
enum PatientFields {
  static func matches(
    _ draft: AppointmentDraft, now: Instant, in db: borrowing TenantReader
  ) throws -> [PatientChoice] {
    let reach = try PatientReach.of(.changeSchedule, now: now, in: db)
    var found = try PatientLookup.search(draft["search"], within: reach, in: db)
    if let id = PatientID(text: draft["patient"]), !found.contains(where: { $0.id == id }),
      let chosen = try PatientLookup.find(id, within: reach, in: db)
    {
      found.insert(chosen, at: 0)
    }
    return found.map { match in
      PatientChoice(
        id: match.id.description, name: match.name.full, birthDate: match.birthDate,
        isChosen: draft["patient"] == match.id.description)
    }
  }

  /// An id of another practice is refused in the words for one that was never given.
  static func parse(
    _ draft: AppointmentDraft, _ errors: inout FormErrors, _ call: Call, _ db: borrowing TenantReader
  ) throws -> (who: StaffBookings.Who, language: Language)? {
    if !draft["patient"].isEmpty && draft["patient"] != "new" {
      let reach = try PatientReach.of(.changeSchedule, now: call.now, in: db)
      guard let id = PatientID(text: draft["patient"]), let match = try PatientLookup.find(id, within: reach, in: db)
      else {
        errors.refuse("search", "calendar.form.patient.missing")
        return nil
      }
      return (.known(match.id), match.language)
    }
    let typed = ["given", "family", "email", "phone"].contains { !SingleLine.clean(draft[$0]).isEmpty }
    guard typed || draft["patient"] == "new" else {
      errors.refuse("search", "calendar.form.patient.missing")
      return nil
    }
    return newPatient(draft, &errors, language: db.practice.language).map { (.new($0), $0.language) }
  }

  private static func newPatient(_ draft: AppointmentDraft, _ errors: inout FormErrors, language: Language)
    -> NewPatient?
  {
    let (given, family) = (SingleLine.clean(draft["given"]), SingleLine.clean(draft["family"]))
    if given.isEmpty { errors.refuse("given", "calendar.form.name.missing") }
    if family.isEmpty { errors.refuse("family", "calendar.form.name.missing") }
    for (field, name) in [("given", given), ("family", family)] where name.utf8.count > AppointmentDraft.nameBytes {
      errors.refuse(field, "calendar.form.tooLong")
    }
    let email = address(draft["email"], &errors)
    let phone = number(draft["phone"], &errors)
    guard errors.isEmpty, let email else { return nil }
    return NewPatient(name: PersonName(given: given, family: family), email: email, phone: phone, language: language)
  }

  /// Needed: it is what tells two people of one name apart, and where the confirmation goes.
  private static func address(_ typed: String, _ errors: inout FormErrors) -> String? {
    do throws(EmailAddressError) {
      return try EmailAddress(typed).text
    } catch {
      errors.refuse("email", "calendar.form.email.invalid")
      return nil
    }
  }
  private static func number(_ typed: String, _ errors: inout FormErrors) -> String {
    let clean = SingleLine.clean(typed)
    guard !clean.isEmpty else { return "" }
    do throws(PhoneNumberError) {
      return try PhoneNumber(clean).text
    } catch {
      errors.refuse("phone", "calendar.form.phone.invalid")
      return ""
    }
  }
}
