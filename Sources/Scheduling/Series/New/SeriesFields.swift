import Core
import Routing
import Templates

/// The part of the form for a new appointment that makes it a series.
struct SeriesFields: TemplateModel {
  let isOpen: Bool
  let repeating: SelectField
  let every: FormField
  let weekdays: [FormOption]
  let ends: [FormOption]
  let until: FormField
  let count: FormField

  static let fields: [Field<SeriesFields>] = [
    .flag("isOpen") { $0.isOpen },
    .object("repeating") { $0.repeating },
    .object("every") { $0.every },
    .list("weekdays") { $0.weekdays },
    .list("ends") { $0.ends },
    .object("until") { $0.until },
    .object("count") { $0.count },
  ]

  static func example(isOpen: Bool) -> SeriesFields {
    let field = { (id: String) in FormField(id: id, value: "2", error: isOpen ? "Too much <1>" : nil) }
    let option = FormOption(value: "1", label: "Monday", isChosen: isOpen)
    return SeriesFields(
      isOpen: isOpen, repeating: SelectField(id: "repeat", error: isOpen ? "Choose" : nil, options: [option]),
      every: field("every"), weekdays: [option], ends: [option], until: field("until"), count: field("count"))
  }

  private init(
    isOpen: Bool, repeating: SelectField, every: FormField, weekdays: [FormOption], ends: [FormOption],
    until: FormField, count: FormField
  ) {
    (self.isOpen, self.repeating, self.every, self.weekdays) = (isOpen, repeating, every, weekdays)
    (self.ends, self.until, self.count) = (ends, until, count)
  }

  init(_ draft: AppointmentDraft, _ errors: FormErrors, _ call: Call) {
    let text = call.text
    var shown = draft
    if draft["every"].isEmpty, !draft.repeats { shown["every"] = "1" }
    if draft["count"].isEmpty, !draft.repeats { shown["count"] = "10" }
    isOpen = draft.repeats
    repeating = SelectField(
      id: "repeat", error: errors.message(for: "repeat", in: text),
      options: [
        ("once", text.text("calendar.series.once")), ("daily", text.text("calendar.series.choose.daily")),
        ("weekly", text.text("calendar.series.choose.weekly")),
        ("monthlyDay", text.text("calendar.series.choose.monthlyDay")),
        ("monthlyWeekday", text.text("calendar.series.choose.monthlyWeekday")),
        ("monthlyLast", text.text("calendar.series.choose.monthlyLast")),
      ].map { FormOption(value: $0.0, label: $0.1, isChosen: draft["repeat"] == $0.0) })
    every = shown.field("every", errors, call)
    weekdays = SeriesWords(call: call).week.map {
      FormOption(value: "on\($0)", label: call.formats.weekday($0, .long), isChosen: draft["on\($0)"] == "1")
    }
    ends = [
      FormOption(
        value: "count", label: text.text("calendar.series.ends.count"), isChosen: draft["ends"] != "until"),
      FormOption(
        value: "until", label: text.text("calendar.series.ends.until"), isChosen: draft["ends"] == "until"),
    ]
    until = shown.field("until", errors, call)
    count = shown.field("count", errors, call)
  }
}
