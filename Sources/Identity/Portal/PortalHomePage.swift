import Templates

/// The patient's own start page.
struct PortalHomePage: Page {
  static let template = "identity/portal-home"
  let title: String
  let slug: String
  let news: PortalVisits.News
  /// How many written messages nobody has opened; nil when there are none.
  let unopened: String?
  /// Others can be reached from here.
  let hasOthers: Bool
  let next: PortalVisitLine?
  let later: [PortalVisitLine]
  let past: [PortalVisitLine]
  /// Older visits exist that are not listed.
  let isCut: Bool

  static let fields: [Field<PortalHomePage>] = [
    .text("title") { $0.title },
    .text("slug") { $0.slug },
    .number("count") { $0.news.unread },
    .flag("hasUnread") { $0.news.unread > 0 },
    .flag("hasConversation") { $0.news.hasConversation },
    .optionalText("unopened") { $0.unopened },
    .flag("hasOthers") { $0.hasOthers },
    .object("next") { $0.next },
    .flag("hasLater") { !$0.later.isEmpty },
    .list("later") { $0.later },
    .flag("hasPast") { !$0.past.isEmpty },
    .list("past") { $0.past },
    .flag("isCut") { $0.isCut },
  ]
  static let examples = [
    PortalHomePage(
      title: "Hello, Erika", slug: "harbor",
      news: PortalVisits.News(unread: 0, unopened: 0, hasConversation: false), unopened: nil, hasOthers: false,
      next: nil, later: [],
      past: [], isCut: false),
    PortalHomePage(
      title: "Hello, Erika", slug: "harbor",
      news: PortalVisits.News(unread: 2, unopened: 1, hasConversation: true), unopened: "1 new", hasOthers: true,
      next: .example,
      later: [.example],
      past: [.example],
      isCut: true),
  ]
}

/// One visit, in words.
struct PortalVisitLine: TemplateModel {
  let date: String
  let weekday: String
  let day: Int
  let month: String
  let machineTime: String
  let time: String
  let zone: String
  let service: String
  let practitioner: String
  let place: String?
  let price: String
  let state: String
  let stateClass: String
  let icon: String
  /// What the practice wrote about a request that it declined; in a session that has shown a second factor.
  let answer: String?
  /// It wrote something, and the factor is asked for first.
  let hasHiddenAnswer: Bool
  /// Where a visit that is still to come can be moved or cancelled.
  let manageHref: String?

  static let fields: [Field<PortalVisitLine>] = [
    .text("date") { $0.date },
    .text("weekday") { $0.weekday },
    .number("day") { $0.day },
    .text("month") { $0.month },
    .text("machineTime") { $0.machineTime },
    .text("time") { $0.time },
    .text("zone") { $0.zone },
    .text("service") { $0.service },
    .text("practitioner") { $0.practitioner },
    .optionalText("place") { $0.place },
    .text("price") { $0.price },
    .text("state") { $0.state },
    .text("stateClass") { $0.stateClass },
    .text("icon") { $0.icon },
    .optionalText("answer") { $0.answer },
    .flag("hasHiddenAnswer") { $0.hasHiddenAnswer },
    .optionalText("manageHref") { $0.manageHref },
  ]
  static let example = PortalVisitLine(
    date: "Tuesday 24 March 2026", weekday: "Tue", day: 24, month: "March", machineTime: "2026-03-24T11:00",
    time: "11:00–11:50", zone: "Dublin time (GMT)", service: "First consultation", practitioner: "Dr Mira Specimen",
    place: "Harbour Lane",
    price: "€95.00", state: "Booked", stateClass: "st-booked", icon: "circle",
    answer: "<Sorry>\nMira", hasHiddenAnswer: true, manageHref: "/harbor/visit/0190/0-abc")
}
