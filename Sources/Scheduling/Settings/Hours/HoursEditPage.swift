import Routing
import Templates

/// A practitioner's usual week.
struct HoursEditPage: Page {
  static let template = "schedule-settings/hours-edit"
  let title: String
  let name: String
  let zone: String
  /// Whether hours can be in more than one place.
  let hasPlaces: Bool
  let action: String
  let version: String
  let days: [HoursDay]
  let sources: [FormOption]
  let canChange: Bool
  let isConflict: Bool
  let isCopied: Bool
  let isNew: Bool
  let isSaved: Bool

  static let fields: [Field<HoursEditPage>] = [
    .text("title") { $0.title },
    .text("name") { $0.name },
    .text("zone") { $0.zone },
    .flag("hasPlaces") { $0.hasPlaces },
    .text("action") { $0.action },
    .text("version") { $0.version },
    .list("days") { $0.days },
    .list("options") { $0.sources },
    .flag("canChange") { $0.canChange },
    .flag("isConflict") { $0.isConflict },
    .flag("isCopied") { $0.isCopied },
    .flag("isNew") { $0.isNew },
    .flag("isSaved") { $0.isSaved },
    .flag("hasErrors") { page in page.days.contains { $0.error != nil } },
    .list("errors") { page in
      page.days.compactMap { day in day.error.map { FormProblem(field: day.id, message: "\(day.label): \($0)") } }
    },
  ]
  static let examples = [
    HoursEditPage(
      title: "Opening hours", name: "Dr Mira Specimen", zone: "Europe/Berlin", hasPlaces: true,
      action: "/settings/hours/1",
      version: "1:540-720",
      days: [.example], sources: [FormOption(value: "1", label: "Monday", isChosen: true)], canChange: true,
      isConflict: true,
      isCopied: true, isNew: true, isSaved: true)
  ]
}

/// One weekday of the form.
struct HoursDay: TemplateModel {
  let weekday: Int
  let label: String
  let spans: [HoursSpan]
  let error: String?
  /// What somebody else saved meanwhile.
  let stored: String?

  var id: String { "day-\(weekday)" }
  static let example = HoursDay(
    weekday: 1, label: "Monday",
    spans: [
      HoursSpan(
        id: "1-1", number: 1, opens: "09:00", closes: "12:00",
        places: [FormOption(value: "1", label: "Harbour Lane", isChosen: true)])
    ],
    error: "These times overlap.", stored: "09:00–12:00")

  static let fields: [Field<HoursDay>] = [
    .text("id") { $0.id },
    .text("weekday") { String($0.weekday) },
    .text("dayLabel") { $0.label },
    .list("spans") { $0.spans },
    .optionalText("error") { $0.error },
    .optionalText("stored") { $0.stored },
    .optionalText("describedBy") { $0.describedBy },
  ]

  private var describedBy: String? {
    let ids = [stored.map { _ in "\(id)-stored" }, error.map { _ in "\(id)-error" }].compactMap { $0 }
    return ids.isEmpty ? nil : ids.joined(separator: " ")
  }
}

/// One pair of times.
struct HoursSpan: TemplateModel {
  /// Weekday and number of the pair: the end of both controls' names.
  let id: String
  let number: Int
  let opens: String
  let closes: String
  /// Where; none for a practice without places.
  let places: [FormOption]

  static let fields: [Field<HoursSpan>] = [
    .text("spanID") { $0.id },
    .text("number") { String($0.number) },
    .text("opens") { $0.opens },
    .text("closes") { $0.closes },
    .flag("hasOptions") { !$0.places.isEmpty },
    .list("options") { $0.places },
  ]
}
