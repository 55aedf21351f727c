import Routing
import Templates

/// One location, new or there already.
struct LocationEditPage: Page {
  static let template = "practices/location-edit"
  let title: String
  let form: EditForm
  /// Nil for a new one, and for those who may only look.
  let activity: ActivityToggle?
  /// Why it could not be put out of use; empty otherwise.
  let uses: [String]

  static let fields: [Field<LocationEditPage>] = [
    .text("title") { $0.title },
    .flag("hasErrors") { $0.form.hasErrors },
    .object("form") { $0.form },
    .object("activity") { $0.activity },
    .flag("isInUse") { !$0.uses.isEmpty },
    .strings("uses") { $0.uses },
  ]
  static let examples = [
    LocationEditPage(
      title: "Harbour Lane", form: .example, activity: ActivityToggle(path: "/settings/locations/1", isActive: true),
      uses: ["2 appointments to come"]),
    LocationEditPage(title: "New location", form: .example, activity: nil, uses: []),
  ]
}
