import Routing
import Templates

/// What the practice offers.
struct ServiceListPage: Page {
  static let template = "schedule-settings/service-list"
  let title: String
  let rows: [SettingsRow]
  let isSaved: Bool
  let canChange: Bool

  static let fields: [Field<ServiceListPage>] = [
    .text("title") { $0.title },
    .list("rows") { $0.rows },
    .flag("isSaved") { $0.isSaved },
    .flag("canChange") { $0.canChange },
  ]
  static let examples = [
    ServiceListPage(title: "Services", rows: [], isSaved: false, canChange: true),
    ServiceListPage(
      title: "Services",
      rows: [SettingsRow(href: "/settings/services/1", icon: "tag", name: "Talk", detail: "50 minutes · €95.00")],
      isSaved: true, canChange: false),
  ]
}
