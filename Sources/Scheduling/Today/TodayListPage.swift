import Database
import Routing
import Templates

/// The rows behind one figure.
struct TodayListPage: PatientDataPage {
  static let template = "today/today-list"
  let title: String
  let intro: String
  let list: TodayList
  let date: String
  let backHref: String
  let total: Int
  let rows: [TodayRow]
  let empty: String

  var accessEvents: [AuditEvent] { [TodayPage.read(list.rawValue, date, rows.count)] }

  static let fields: [Field<TodayListPage>] = [
    .text("title") { $0.title },
    .text("intro") { $0.intro },
    .text("backHref") { $0.backHref },
    .flag("isCut") { $0.rows.count < $0.total },
    .number("shown") { $0.rows.count },
    .number("total") { $0.total },
    .flag("hasRows") { !$0.rows.isEmpty },
    .list("rows") { $0.rows },
    .text("empty") { $0.empty },
  ]
  static let examples = [
    TodayListPage(
      title: "Did not come", intro: "In the last 30 days.", list: .missed, date: "2026-03-10", backHref: "/today",
      total: 0, rows: [], empty: "Everybody came."),
    TodayListPage(
      title: "Did not come", intro: "In the last 30 days.", list: .missed, date: "2026-03-10",
      backHref: "/today?who=all",
      total: 70, rows: [.example], empty: ""),
  ]
}
