import Core
import Routing
import Templates

/// The controls of the profile's form.
enum PracticeControls {
  static func make(_ call: Call, _ values: FormValues, stored: FormValues?, errors: FormErrors) -> [FormControl] {
    let text = call.text
    var form = FormBuilder(text, values, stored: stored, errors: errors)
    form.line("name", "practices.name", hint: "practices.nameHint", isRequired: true)
    form.area("address", "practices.address")
    form.line("phone", type: "tel", "practices.phone")
    form.line("email", type: "email", "practices.email", hint: "practices.emailHint")
    form.line(
      "emergencyLine", type: "tel", "practices.emergencyLine", hint: "practices.emergencyLineHint", isRequired: true)
    form.check("booksOnline", "practices.booksOnline", hint: "practices.booksOnlineHint")
    form.choice("zone", zones(values["zone"]), "practices.zone", hint: "practices.zoneHint")
    form.choice(
      "language", Language.allCases.map { ($0.rawValue, $0.name) }, "practices.language", hint: "practices.languageHint"
    )
    form.choice("currency", Currency.allCases.map { ($0.code, $0.code) }, "practices.currency")
    form.choice("clock", [("24", "14:30"), ("12", "2:30 pm")], "practices.clock")
    form.choice(
      "week", [("1", call.formats.weekday(1, .long)), ("7", call.formats.weekday(7, .long))], "practices.weekStart")
    form.choice("idle", (10...15).map { (String($0), String($0)) }, "practices.idle", hint: "practices.idleHint")
    form.choice(
      "practitionersSee",
      [("everybody", text.text("practices.seeEverybody")), ("own", text.text("practices.seeOwn"))],
      "practices.practitionersSee", hint: "practices.practitionersSeeHint")
    form.line("accent", "practices.accent", hint: "practices.accentHint", isRequired: true)
    return form.controls
  }

  /// Every place, and the one that is set even when it is none of them.
  static func zones(_ current: String) -> [(value: String, label: String)] {
    let names = ZoneNames.all.contains(current) || current.isEmpty ? ZoneNames.all : [current] + ZoneNames.all
    return names.map { name in (name, String(name.map { $0 == "_" ? " " : $0 })) }
  }
}
