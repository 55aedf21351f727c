import Routing
import Templates

/// One location, new or there already.
struct LocationEditPage: Page {
  static let template = "practices/location-edit"
  let title: String
  let form: EditForm
  /// Nil for a new one, and for those who may only look.
  let activity: ActivityToggle?

  static let fields: [Field<LocationEditPage>] = [
    .text("title") { $0.title },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
    .object("activity") { $0.activity },
  ]
  static let examples = [
    LocationEditPage(
      title: "Harbour Lane", form: .example, activity: ActivityToggle(path: "/settings/locations/1", isActive: true)),
    LocationEditPage(title: "New location", form: .example, activity: nil),
  ]
}
