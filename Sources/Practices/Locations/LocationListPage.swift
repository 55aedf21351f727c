import Routing
import Templates

/// The practice's locations.
struct LocationListPage: Page {
  static let template = "practices/location-list"
  let title: String
  let rows: [SettingsRow]
  let isSaved: Bool
  let canChange: Bool

  static let fields: [Field<LocationListPage>] = [
    .text("title") { $0.title },
    .list("rows") { $0.rows },
    .flag("isSaved") { $0.isSaved },
    .flag("canChange") { $0.canChange },
  ]
  static let examples = [
    LocationListPage(title: "Locations", rows: [], isSaved: false, canChange: false),
    LocationListPage(
      title: "Locations",
      rows: [
        SettingsRow(
          href: "/settings/locations/1", icon: "pin", name: "Harbour Lane", detail: "12 Quay", isActive: false)
      ],
      isSaved: true, canChange: true),
  ]
}
