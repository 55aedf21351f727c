import Routing
import Templates

/// One practitioner, room or device, new or there already.
struct ResourceEditPage: Page {
  static let template = "schedule-settings/resource-edit"
  let title: String
  let listHref: String
  let listTitle: String
  let form: EditForm
  /// Of a practitioner who is there already.
  let hoursHref: String?
  let activity: ActivityToggle?

  static let fields: [Field<ResourceEditPage>] = [
    .text("title") { $0.title },
    .text("listHref") { $0.listHref },
    .text("listTitle") { $0.listTitle },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
    .optionalText("hoursHref") { $0.hoursHref },
    .object("activity") { $0.activity },
  ]
  static let examples = [
    ResourceEditPage(
      title: "Dr Mira Specimen", listHref: "/settings/practitioners", listTitle: "Practitioners", form: .example,
      hoursHref: "/settings/hours/1", activity: ActivityToggle(path: "/settings/practitioners/1", isActive: false)),
    ResourceEditPage(title: "", listHref: "", listTitle: "", form: .example, hoursHref: nil, activity: nil),
  ]
}
