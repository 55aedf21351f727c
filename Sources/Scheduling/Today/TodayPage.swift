import Database
import Routing
import Templates

/// A figure that opens the rows it counts.
struct TodayFigure: TemplateModel {
  let href: String
  let label: String
  let value: String
  let detail: String
  let go: String
  static let fields: [Field<TodayFigure>] = [
    .text("href") { $0.href },
    .text("label") { $0.label },
    .text("value") { $0.value },
    .text("detail") { $0.detail },
    .text("go") { $0.go },
  ]
}

/// Something that waits for somebody of the practice.
struct TodayTask: TemplateModel {
  let href: String
  let icon: String
  let label: String
  let detail: String
  let count: String
  static let fields: [Field<TodayTask>] = [
    .text("href") { $0.href },
    .text("icon") { $0.icon },
    .text("label") { $0.label },
    .text("detail") { $0.detail },
    .text("count") { $0.count },
  ]
}

/// The day at a glance: visits, figures, and what waits.
struct TodayPage: PatientDataPage {
  static let template = "today/today"
  let title: String
  let when: String
  let date: String
  let figures: [TodayFigure]
  let visits: [TodayRow]
  /// To one's own visits or to everybody's; nil for those who have none of their own.
  let other: (href: String, label: String)?
  let tasks: [TodayTask]
  let newHref: String?

  var accessEvents: [AuditEvent] { [TodayPage.read("today", date, visits.count)] }

  static func read(_ view: String, _ date: String, _ rows: Int) -> AuditEvent {
    AuditEvent(
      "schedule.read", "scheduling_appointment", nil, fields: ["view=\(view)", "date=\(date)", "rows=\(rows)"])
  }

  static let fields: [Field<TodayPage>] = [
    .text("title") { $0.title },
    .text("when") { $0.when },
    .list("figures") { $0.figures },
    .flag("hasVisits") { !$0.visits.isEmpty },
    .list("visits") { $0.visits },
    .optionalText("otherHref") { $0.other?.href },
    .text("otherLabel") { $0.other?.label ?? "" },
    .flag("hasTasks") { !$0.tasks.isEmpty },
    .list("tasks") { $0.tasks },
    .optionalText("newHref") { $0.newHref },
  ]
  static let examples = [
    TodayPage(
      title: "Today", when: "Tuesday 10 March 2026", date: "2026-03-10", figures: [], visits: [], other: nil, tasks: [],
      newHref: nil),
    TodayPage(
      title: "Today", when: "Tuesday 10 March 2026, Dublin time (GMT)", date: "2026-03-10",
      figures: [
        TodayFigure(href: "/calendar", label: "Visits today", value: "6", detail: "2 still to come", go: "Show them")
      ], visits: [.example, .example], other: (href: "/today?who=all", label: "Whole practice"),
      tasks: [
        TodayTask(
          href: "/today/without-outcome", icon: "hourglass", label: "Over, without an outcome", detail: "30 days",
          count: "3")
      ], newHref: "/appointments/new?start=2026-03-10"),
  ]
}
