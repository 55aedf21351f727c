import Core
import Routing
import Templates

/// The controls of the form, in order.
enum PatientFields {
  static func list(_ form: PatientForm, _ errors: FormErrors, _ text: Localizer) -> [FormControl] {
    var fields = FormBuilder(text, values(form), errors: errors)
    fields.line("given", "patients.field.given")
    fields.line("family", "patients.field.family", isRequired: true)
    fields.line("birth-date", "patients.field.birthDate", hint: "patients.field.birthDateHint")
    fields.choice("gender", genders(text), "patients.field.gender", hint: "patients.field.genderHint")
    fields.line("email", type: "email", "patients.field.email")
    fields.line("phone", type: "tel", "patients.field.phone")
    fields.area("address", "patients.field.address")
    fields.choice(
      "language", Language.allCases.map { ($0.rawValue, $0.name) }, "patients.field.language",
      hint: "patients.field.languageHint")
    fields.area("note", "patients.field.note", hint: "patients.field.noteHint")
    return fields.controls
  }

  private static func values(_ form: PatientForm) -> FormValues {
    FormValues([
      "given": form.given, "family": form.family, "birth-date": form.birthDate, "gender": form.gender,
      "email": form.email, "phone": form.phone, "address": form.address, "language": form.language, "note": form.note,
    ])
  }

  private static func genders(_ text: Localizer) -> [(value: String, label: String)] {
    let labels: [(AdministrativeGender, String)] = [
      (.female, "patients.gender.female"), (.male, "patients.gender.male"), (.other, "patients.gender.other"),
      (.unknown, "patients.gender.unknown"),
    ]
    return labels.map { ($0.rawValue, text.text($1)) }
  }

  /// What differs between the stored details and what this form would store.
  static func differences(
    theirs: PatientForm, mine: PatientForm, _ text: Localizer
  ) -> [DifferenceLine] {
    let shown = zip(list(theirs, FormErrors(), text), list(mine, FormErrors(), text))
    var lines = shown.filter { $0.value != $1.value }.map { theirs, mine in
      DifferenceLine(label: theirs.label, theirs: label(theirs), mine: label(mine))
    }
    if theirs.isActive != mine.isActive {
      let words = (yes: text.text("patients.active"), no: text.text("patients.inactive"))
      lines.append(
        DifferenceLine(
          label: text.text("patients.field.isActive"), theirs: theirs.isActive ? words.yes : words.no,
          mine: mine.isActive ? words.yes : words.no))
    }
    return lines
  }

  private static func label(_ field: FormControl) -> String {
    switch field.kind {
    case .choice(let options): options.first(where: \.isChosen)?.label ?? field.value
    case .line, .number, .area, .check, .checks: field.value
    }
  }
}
