import Database
import Routing
import Templates

/// `GET /news`
struct NewsPage: PatientDataPage {
  static let template = "messaging/news"
  let title: String
  let number: Int
  /// Why nothing was marked.
  let problem: String?
  let days: [NewsDay]
  /// What can be marked as seen; see ``NewsMark``. Nil when nothing on it is new.
  let until: String?
  /// That there may be more, as only so much was looked through; nil when all was.
  let looked: String?
  let newerHref: String?
  let olderHref: String?

  var accessEvents: [AuditEvent] {
    let rows = days.reduce(0) { $0 + $1.rows.count }
    return rows == 0
      ? [] : [AuditEvent("news.read", "messaging_seen", nil, fields: ["page=\(number)", "rows=\(rows)"])]
  }

  static let fields: [Field<NewsPage>] = [
    .text("title") { $0.title },
    .optionalText("problem") { $0.problem },
    .flag("hasDays") { !$0.days.isEmpty },
    .flag("isPastTheEnd") { $0.number > 1 && $0.days.isEmpty },
    .list("days") { $0.days },
    .optionalText("until") { $0.until },
    .optionalText("looked") { $0.looked },
    .flag("hasPages") { $0.newerHref != nil || $0.olderHref != nil },
    .optionalText("newerHref") { $0.newerHref },
    .optionalText("olderHref") { $0.olderHref },
  ]
  static let examples = [
    NewsPage(
      title: "What is new", number: 1, problem: nil, days: [], until: nil, looked: nil, newerHref: nil, olderHref: nil),
    NewsPage(
      title: "What is new", number: 3, problem: nil, days: [], until: nil, looked: nil, newerHref: "/news?page=2",
      olderHref: nil),
    NewsPage(
      title: "What is new", number: 2, problem: "Look again.", days: [.example], until: "1772000000000000",
      looked: "Not all was looked through.",
      newerHref: "/news?page=1&until=1", olderHref: "/news?page=3&until=1"),
  ]
}

struct NewsDay: TemplateModel {
  let date: String
  let machineDate: String
  var rows: [NewsRow]
  static let fields: [Field<NewsDay>] = [
    .text("date") { $0.date },
    .text("machineDate") { $0.machineDate },
    .list("rows") { $0.rows },
  ]
  static let example = NewsDay(
    date: "Tuesday 10 March 2026, today", machineDate: "2026-03-10", rows: [NewsRow.example, NewsRow.trouble])
}

struct NewsRow: TemplateModel {
  let href: String
  let icon: String
  /// Whether something is to be put right.
  let isTrouble: Bool
  let isNew: Bool
  /// Nil where it is about no patient.
  let who: String?
  let what: String
  let detail: String
  let time: String
  let machineTime: String
  static let fields: [Field<NewsRow>] = [
    .text("href") { $0.href },
    .text("icon") { $0.icon },
    .flag("isTrouble") { $0.isTrouble },
    .flag("isNew") { $0.isNew },
    .optionalText("who") { $0.who },
    .text("what") { $0.what },
    .text("detail") { $0.detail },
    .text("time") { $0.time },
    .text("machineTime") { $0.machineTime },
  ]
  static let example = NewsRow(
    href: "/calendar?view=day&date=2026-03-10&a=1#pan", icon: "repeat", isTrouble: false, isNew: true,
    who: "<b>Ola</b> עולה", what: "Moved online", detail: "Talk, Dr Mira Specimen, Tue 10 March, 09:00", time: "08:15",
    machineTime: "2026-03-10T08:15")
  static let trouble = NewsRow(
    href: "/account/calendars", icon: "external", isTrouble: true, isNew: false, who: nil,
    what: "A calendar of yours cannot be read", detail: "", time: "08:00", machineTime: "2026-03-10T08:00")
}
