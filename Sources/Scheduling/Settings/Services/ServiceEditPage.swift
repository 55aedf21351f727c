import Routing
import Templates

/// One service, new or there already.
struct ServiceEditPage: Page {
  static let template = "schedule-settings/service-edit"
  let title: String
  let form: EditForm
  let activity: ActivityToggle?

  static let fields: [Field<ServiceEditPage>] = [
    .text("title") { $0.title },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
    .object("activity") { $0.activity },
  ]
  static let examples = [
    ServiceEditPage(
      title: "Talk", form: .example, activity: ActivityToggle(path: "/settings/services/1", isActive: true)),
    ServiceEditPage(title: "New service", form: .example, activity: nil),
  ]
}
