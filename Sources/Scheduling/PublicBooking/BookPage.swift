import Core
import Routing
import Templates

/// `GET /{practice}/book`: what, with whom, when. Also the answer when a time was just taken.
struct BookPage: Page {
  static let template = "scheduling/book"
  let title: String
  let action: String
  let services: [ChoiceLink]
  let people: [ChoiceLink]
  let hasPeople: Bool
  /// Where, when there is more than one place; empty otherwise.
  let places: [ChoiceLink]
  let hasPlaces: Bool
  let days: DayStrip?
  let hidden: [HiddenField]
  let taken: TakenNotice?
  /// Why nothing can be booked here; nil when something can.
  let closed: String?
  /// Where a wish is left for a time that is not free.
  let waitHref: String?

  static let fields: [Field<BookPage>] = [
    .text("title") { $0.title },
    .text("action") { $0.action },
    .list("services") { $0.services },
    .list("people") { $0.people },
    .flag("hasPeople") { $0.hasPeople },
    .list("places") { $0.places },
    .flag("hasPlaces") { $0.hasPlaces },
    .object("days") { $0.days },
    .list("hidden") { $0.hidden },
    .object("taken") { $0.taken },
    .optionalText("closed") { $0.closed },
    .optionalText("waitHref") { $0.waitHref },
  ]
  static let examples = [
    BookPage(
      title: "Book a visit", action: "/harbor/book/holds", services: [ChoiceLink.example], people: [ChoiceLink.example],
      hasPeople: true, places: [ChoiceLink.example], hasPlaces: true, days: DayStrip.example,
      hidden: [HiddenField(name: "service", value: "0190a0b0-0000-7000-8000-000000000001")],
      taken: TakenNotice(message: "10:30 was just taken", slots: []), closed: nil,
      waitHref: "/harbor/book/waitlist?service=1"),
    BookPage(
      title: "Book a visit", action: "/harbor/book/holds", services: [], people: [], hasPeople: false,
      places: [], hasPlaces: false, days: nil, hidden: [], taken: nil, closed: "No online bookings", waitHref: nil),
  ]
}

/// A service or a person to choose: a link that shows the page with this choice.
struct ChoiceLink: TemplateModel {
  let href: String
  let name: String
  let detail: String?
  let facts: [String]
  let price: String?
  let isCurrent: Bool
  static let fields: [Field<ChoiceLink>] = [
    .text("href") { $0.href },
    .text("name") { $0.name },
    .optionalText("detail") { $0.detail },
    .strings("facts") { $0.facts },
    .optionalText("price") { $0.price },
    .flag("isCurrent") { $0.isCurrent },
  ]
  static let example = ChoiceLink(
    href: "/harbor/book?service=1", name: "First visit", detail: "We get to know each other.", facts: ["50 minutes"],
    price: "$95", isCurrent: true)
}

/// Said above everything when a time could not be had, with the nearest ones that can.
struct TakenNotice: TemplateModel {
  let message: String
  let slots: [SlotButton]
  static let fields: [Field<TakenNotice>] = [.text("message") { $0.message }, .list("slots") { $0.slots }]
}

/// Where another zone is chosen.
struct ZoneControl: TemplateModel {
  let href: String
  /// IANA name of the one that is shown.
  let zone: String
  /// This page again; a script adds the browser's own zone.
  let ownHref: String
  static let fields: [Field<ZoneControl>] = [
    .text("href") { $0.href },
    .text("zone") { $0.zone },
    .text("ownHref") { $0.ownHref },
  ]
}

struct DayStrip: TemplateModel {
  let zoneLabel: String
  let zoneControl: ZoneControl?
  let days: [DayLink]
  let earlierHref: String?
  let laterHref: String?
  let chosenDay: String
  let parts: [DayPart]
  let isEmpty: Bool
  static let fields: [Field<DayStrip>] = [
    .text("zoneLabel") { $0.zoneLabel },
    .object("zoneControl") { $0.zoneControl },
    .list("days") { $0.days },
    .optionalText("earlierHref") { $0.earlierHref },
    .optionalText("laterHref") { $0.laterHref },
    .text("chosenDay") { $0.chosenDay },
    .list("parts") { $0.parts },
    .flag("isEmpty") { $0.isEmpty },
  ]
  static let example = DayStrip(
    zoneLabel: "New York time (GMT-5)",
    zoneControl: ZoneControl(href: "/harbor/book/zone", zone: "America/New_York", ownHref: "/harbor/book#when"),
    days: [DayLink.example], earlierHref: "/harbor/book?date=2027-03-05",
    laterHref: "/harbor/book?date=2027-03-19", chosenDay: "Friday 12 March 2027",
    parts: [DayPart(label: "Morning", icon: "sunrise", slots: [])], isEmpty: false)
}

struct DayLink: TemplateModel {
  /// Nil when nothing is free.
  let href: String?
  let weekday: String
  let day: String
  let note: String
  let fullDate: String
  let isCurrent: Bool
  static let fields: [Field<DayLink>] = [
    .optionalText("href") { $0.href },
    .text("weekday") { $0.weekday },
    .text("day") { $0.day },
    .text("note") { $0.note },
    .text("fullDate") { $0.fullDate },
    .flag("isCurrent") { $0.isCurrent },
  ]
  static let example = DayLink(
    href: "/harbor/book?date=2027-03-12", weekday: "Fri", day: "12", note: "7 free", fullDate: "Friday 12 March 2027",
    isCurrent: true)
}
