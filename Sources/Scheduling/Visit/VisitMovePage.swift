import Core
import Database
import Routing
import Templates
import Web

/// The days and times an appointment can be moved to.
struct VisitMovePage: Page {
  static let template = "scheduling/visit-move"
  let title: String
  let action: String
  let backHref: String
  let current: String
  let days: DayStrip?
  let taken: TakenNotice?
  /// The link says all there is to say; the booking page's forms carry more.
  private let hidden: [HiddenField] = []

  static let fields: [Field<VisitMovePage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .text("backHref") { $0.backHref },
    .text("current") { $0.current },
    .object("days") { $0.days },
    .object("taken") { $0.taken },
    .list("hidden") { $0.hidden },
  ]
  static let examples = [
    VisitMovePage(
      title: "Move your visit", action: "/harbor/visit/1/0-x/time", backHref: "/harbor/visit/1/0-x",
      current: "Thursday 12 March 2027, 10:30–11:20", days: .example,
      taken: TakenNotice(message: "Just taken", slots: []))
  ]

  static func make(_ visit: OpenedVisit, taken: TakenNotice?, in db: borrowing TenantReader) throws -> VisitMovePage {
    let offering = try Offering.find(visit.appointment.service, in: db)?.again(for: visit.appointment)
    let days = try offering.map {
      try BookingDays.load(
        $0, wanted: visit.call.query["date"].flatMap { LocalDate(text: $0) }, zone: visit.zone,
        shown: visit.words.zone, now: visit.call.now, apart: visit.appointment.id, in: db)
    }
    let text = visit.call.text
    return VisitMovePage(
      title: text.text("visit.moveTitle"), action: visit.path + "/time", backHref: visit.path,
      current: visit.words.date(visit.appointment.span.start) + ", " + visit.words.range(visit.appointment.span),
      days: days.map {
        DayStrip.make($0, words: visit.words, text: text, now: visit.call.now, zoneControl: nil) {
          visit.path + "/move?date=\($0)#when"
        }
      },
      taken: taken)
  }
}
