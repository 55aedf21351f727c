import Core
import Routing
import Templates

/// The controls of the form, in order.
enum PatientFields {
  static func list(_ form: PatientForm, _ errors: FormErrors, _ text: Localizer) -> [FormField] {
    func field(
      _ id: String, _ label: String, _ value: String, _ control: FormField.Control, hint: String? = nil,
      isOptional: Bool = true
    ) -> FormField {
      FormField(
        id: id, label: label, hint: hint, value: value, control: control, isOptional: isOptional,
        error: errors.message(for: id, in: text))
    }
    let free = FormField.Control.input(type: "text", isLeftToRight: false)
    return [
      field("given", text.text("patients.field.given"), form.given, free),
      field("family", text.text("patients.field.family"), form.family, free, isOptional: false),
      field(
        "birth-date", text.text("patients.field.birthDate"), form.birthDate,
        .input(type: "text", isLeftToRight: true), hint: text.text("patients.field.birthDateHint")),
      field(
        "gender", text.text("patients.field.gender"), form.gender, .choice(genders(form, text)),
        hint: text.text("patients.field.genderHint"), isOptional: false),
      field("email", text.text("patients.field.email"), form.email, .input(type: "email", isLeftToRight: true)),
      field("phone", text.text("patients.field.phone"), form.phone, .input(type: "tel", isLeftToRight: true)),
      field("address", text.text("patients.field.address"), form.address, .area),
      field(
        "language", text.text("patients.field.language"), form.language, .choice(languages(form)),
        hint: text.text("patients.field.languageHint"), isOptional: false),
      field(
        "note", text.text("patients.field.note"), form.note, .area, hint: text.text("patients.field.noteHint")),
    ]
  }

  private static func genders(_ form: PatientForm, _ text: Localizer) -> [FormOption] {
    let labels: [(AdministrativeGender, String)] = [
      (.female, "patients.gender.female"), (.male, "patients.gender.male"), (.other, "patients.gender.other"),
      (.unknown, "patients.gender.unknown"),
    ]
    return labels.map {
      FormOption(value: $0.rawValue, label: text.text($1), isChosen: $0.rawValue == form.gender)
    }
  }

  private static func languages(_ form: PatientForm) -> [FormOption] {
    Language.allCases.map {
      FormOption(value: $0.rawValue, label: $0.name, isChosen: $0.rawValue == form.language)
    }
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

  private static func label(_ field: FormField) -> String {
    switch field.control {
    case .choice(let options): options.first(where: \.isChosen)?.label ?? field.value
    case .input, .area: field.value
    }
  }
}
