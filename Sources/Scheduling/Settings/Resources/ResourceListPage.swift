import Routing
import Templates

/// Practitioners, or rooms and devices.
struct ResourceListPage: Page {
  static let template = "schedule-settings/resource-list"
  let title: String
  let newHref: String
  let newLabel: String
  let rows: [SettingsRow]
  let isSaved: Bool
  let canChange: Bool

  static let fields: [Field<ResourceListPage>] = [
    .text("title") { $0.title },
    .text("newHref") { $0.newHref },
    .text("newLabel") { $0.newLabel },
    .list("rows") { $0.rows },
    .flag("isSaved") { $0.isSaved },
    .flag("canChange") { $0.canChange },
  ]
  static let examples = [
    ResourceListPage(
      title: "Practitioners", newHref: "/settings/practitioners/new", newLabel: "New practitioner", rows: [],
      isSaved: false,
      canChange: true),
    ResourceListPage(
      title: "Rooms and devices", newHref: "/settings/rooms/new", newLabel: "New room or device",
      rows: [SettingsRow(href: "/settings/rooms/1", icon: "door", name: "Room 1", detail: "Room")], isSaved: true,
      canChange: false),
  ]
}
