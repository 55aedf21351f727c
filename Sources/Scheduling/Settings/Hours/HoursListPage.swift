import Routing
import Templates

/// Everybody's usual week, in one line each.
struct HoursListPage: Page {
  static let template = "schedule-settings/hours-list"
  let title: String
  let rows: [SettingsRow]
  let isSaved: Bool

  static let fields: [Field<HoursListPage>] = [
    .text("title") { $0.title }, .list("rows") { $0.rows }, .flag("isSaved") { $0.isSaved },
  ]
  static let examples = [
    HoursListPage(title: "Opening hours", rows: [], isSaved: false),
    HoursListPage(
      title: "Opening hours",
      rows: [
        SettingsRow(href: "/settings/hours/1", icon: "clock", name: "Dr Mira Specimen", detail: "35 hours a week")
      ],
      isSaved: true),
  ]
}
