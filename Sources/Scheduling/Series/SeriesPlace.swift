import Calendars
import Core
import Database
import Routing
import SQL
import Templates

/// Where an appointment stands in its series.
struct SeriesPlace: Sendable {
  let appointment: AppointmentID
  let rule: RecurrenceRule
  /// All appointments of the series by the dates of its rule, also those that were cancelled.
  let all: [AppointmentID]

  private var index: Int { all.firstIndex(of: appointment) ?? 0 }
  var position: Int { index + 1 }
  var previous: AppointmentID? { index > 0 ? all[index - 1] : nil }
  var next: AppointmentID? { index + 1 < all.count ? all[index + 1] : nil }

  /// Nil for an appointment that stands alone.
  static func find(_ id: AppointmentID, in db: borrowing TenantReader) throws -> SeriesPlace? {
    let rows = try db.rows(
      """
      SELECT o.id, s.rule FROM scheduling_appointment a
      JOIN scheduling_series s ON s.practice_id = \(db.scope) AND s.id = a.series_id
      JOIN scheduling_appointment o ON o.practice_id = \(db.scope) AND o.series_id = a.series_id
      WHERE a.practice_id = \(db.scope) AND a.id = \(id) ORDER BY o.series_date
      """
    ) { (id: try $0.id(0, as: AppointmentID.self), rule: try $0.text(1)) }
    guard let rule = rows.first.flatMap({ RecurrenceRule(text: $0.rule) }) else { return nil }
    return SeriesPlace(appointment: id, rule: rule, all: rows.map(\.id))
  }
}

/// “Part of a series: 3 of 12, every Tuesday”, with links to those around it.
struct SeriesLine: TemplateModel {
  let words: String
  let href: String
  let previousHref: String?
  let nextHref: String?

  static let fields: [Field<SeriesLine>] = [
    .text("words") { $0.words },
    .text("href") { $0.href },
    .flag("hasNeighbours") { $0.previousHref != nil || $0.nextHref != nil },
    .optionalText("previousHref") { $0.previousHref },
    .optionalText("nextHref") { $0.nextHref },
  ]
  static let example = SeriesLine(
    words: "Part of a series: 3 of 12, every Tuesday", href: "/appointments/1/series", previousHref: "/appointments/2",
    nextHref: "/appointments/3")

  init(words: String, href: String, previousHref: String?, nextHref: String?) {
    (self.words, self.href, self.previousHref, self.nextHref) = (words, href, previousHref, nextHref)
  }
  init(_ place: SeriesPlace, _ call: Call) {
    let link = { (id: AppointmentID) in "/appointments/\(id)" }
    words = call.text.text(
      "calendar.series.place",
      [
        "position": "\(place.position)", "total": "\(place.all.count)",
        "rule": SeriesWords(call: call).rule(place.rule),
      ])
    href = link(place.appointment) + "/series"
    previousHref = place.previous.map(link)
    nextHref = place.next.map(link)
  }
}
