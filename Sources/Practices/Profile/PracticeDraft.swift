import Core
import Routing

/// A valid profile, ready to be written.
struct PracticeDraft: Sendable {
  let name: String
  let address: String
  let phone: String
  let email: String
  let emergencyLine: String
  let zone: String
  let language: Language
  let currency: Currency
  let uses12Hour: Bool
  let weekStartsOn: Int
  /// `#rrggbb`, lower case.
  let accent: String
  /// Of quiet, after which sessions of staff lock: 10 to 15 (HIPAA 164.312(a)(2)(iii), decision C11).
  let idleMinutes: Int
  /// Off: the public page books nothing, and says so.
  let booksOnline: Bool
  /// `everybody` or `own`: whose patients practitioners reach.
  let practitionersSee: String

  /// What was typed, or which fields to put right.
  /// - Parameters:
  ///   - stored: the values the form was made from.
  ///   - hasPrices: then the currency stays: amounts are stored in its minor units.
  static func parse(_ values: FormValues, stored: FormValues, hasPrices: Bool) -> (
    draft: PracticeDraft?, errors: FormErrors
  ) {
    var errors = FormErrors()
    let name = FormRules.line(values, "name", limit: 120, isRequired: true, &errors)
    let address = FormRules.lines(values, "address", limit: 300, &errors)
    let phone = FormRules.phone(values, "phone", &errors)
    let email = FormRules.email(values, "email", &errors)
    let emergencyLine = emergency(values, &errors)
    let zone = FormRules.zone(values, "zone", &errors)
    let language = Language(rawValue: values["language"])
    if language == nil { errors.refuse("language", "forms.choose") }
    let currency = Currency(code: values["currency"])
    if currency == nil { errors.refuse("currency", "forms.choose") }
    if hasPrices, values["currency"] != stored["currency"] {
      errors.refuse("currency", "practices.currencyFixed", ["currency": stored["currency"]])
    }
    if values["clock"] != "12" && values["clock"] != "24" { errors.refuse("clock", "forms.choose") }
    if values["week"] != "1" && values["week"] != "7" { errors.refuse("week", "forms.choose") }
    let idleMinutes = Decimal.parse(values["idle"]).flatMap { (10...15).contains($0) ? $0 : nil }
    if idleMinutes == nil { errors.refuse("idle", "forms.choose") }
    let practitionersSee = values["practitionersSee"]
    if practitionersSee != "everybody" && practitionersSee != "own" {
      errors.refuse("practitionersSee", "forms.choose")
    }
    let accent = Accent(values["accent"])
    if accent == nil { errors.refuse("accent", "practices.accentInvalid") }
    guard errors.isEmpty, let language, let currency, let idleMinutes, let accent else { return (nil, errors) }
    let draft = PracticeDraft(
      name: name, address: address, phone: phone, email: email, emergencyLine: emergencyLine, zone: zone,
      language: language, currency: currency, uses12Hour: values["clock"] == "12",
      weekStartsOn: values["week"] == "7" ? 7 : 1, accent: accent.text, idleMinutes: idleMinutes,
      booksOnline: values.isOn("booksOnline"), practitionersSee: practitionersSee)
    return (draft, errors)
  }

  /// Three digits and more, as people dial it; shown to patients on every page.
  private static func emergency(_ values: FormValues, _ errors: inout FormErrors) -> String {
    let clean = FormRules.line(values, "emergencyLine", limit: 20, isRequired: true, &errors)
    let isDialled = clean.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "+ -/()".utf8.contains($0)
    }
    let digits = clean.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
    if !isDialled || digits < 3 { errors.refuse("emergencyLine", "practices.emergencyInvalid") }
    return clean
  }

  var values: FormValues {
    FormValues([
      "name": name, "address": address, "phone": phone, "email": email, "emergencyLine": emergencyLine, "zone": zone,
      "language": language.rawValue, "currency": currency.code, "clock": uses12Hour ? "12" : "24",
      "week": String(weekStartsOn), "accent": accent, "idle": String(idleMinutes),
      "booksOnline": booksOnline ? "1" : "",
      "practitionersSee": practitionersSee,
    ])
  }
}
