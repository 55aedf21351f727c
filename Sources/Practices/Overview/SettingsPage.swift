import Routing
import Templates

/// Everything that can be set, with a line each about how it stands.
struct SettingsPage: Page {
  static let template = "practices/settings"
  let title: String
  let rows: [SettingsRow]

  static let fields: [Field<SettingsPage>] = [.text("title") { $0.title }, .list("rows") { $0.rows }]
  static let examples = [
    SettingsPage(
      title: "Settings",
      rows: [SettingsRow(href: "/settings/practice", icon: "home", name: "Practice", detail: "Harbour Lane")])
  ]
}
