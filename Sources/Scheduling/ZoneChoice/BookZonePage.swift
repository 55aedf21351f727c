import Core
import Routing
import Templates

/// The choice of a time zone: common ones, a search, and all of a part of the world.
struct BookZonePage: Page {
  static let template = "scheduling/book-zone"
  let title: String
  /// "New York time (GMT−4)".
  let current: String
  let action: String
  let searchAction: String
  let backHref: String
  /// What else was chosen; with the zone for the search, which changes none.
  let hidden: [HiddenField]
  let searchHidden: [HiddenField]
  let typed: String
  let wasSearched: Bool
  let found: [ZoneOption]
  /// More fit than are shown.
  let isCut: Bool
  let common: [ZoneOption]
  let regions: [RegionLink]
  let region: String?
  /// Of that part of the world: too many for buttons.
  let zones: [FormOption]

  static let fields: [Field<BookZonePage>] = [
    .text("title") { $0.title },
    .text("current") { $0.current },
    .text("action") { $0.action },
    .text("searchAction") { $0.searchAction },
    .text("backHref") { $0.backHref },
    .list("hidden") { $0.hidden },
    .list("searchHidden") { $0.searchHidden },
    .text("typed") { $0.typed },
    .flag("wasSearched") { $0.wasSearched },
    .flag("hasFound") { !$0.found.isEmpty },
    .list("found") { $0.found },
    .flag("isCut") { $0.isCut },
    .list("common") { $0.common },
    .list("regions") { $0.regions },
    .optionalText("region") { $0.region },
    .list("zones") { $0.zones },
  ]
  static let examples = [true, false].map { isFull in
    BookZonePage(
      title: "Time zone", current: "New York time (GMT-4)", action: "/harbor/book#when",
      searchAction: "/harbor/book/zone", backHref: "/harbor/book#when",
      hidden: [HiddenField(name: "service", value: "1")],
      searchHidden: [HiddenField(name: "zone", value: "Asia/Tokyo")],
      typed: isFull ? "<b>" : "", wasSearched: true, found: isFull ? [.example] : [], isCut: isFull, common: [.example],
      regions: [RegionLink(href: "/harbor/book/zone?region=Asia#region", name: "Asia", isCurrent: isFull)],
      region: isFull ? "Asia" : nil,
      zones: isFull ? [FormOption(value: "Asia/Tokyo", label: "Tokyo, GMT+9", isChosen: true)] : [])
  }
}

/// A zone to press.
struct ZoneOption: TemplateModel {
  /// IANA name.
  let value: String
  let name: String
  /// "GMT+1, 18:30": what its clocks show now.
  let now: String
  let isCurrent: Bool
  /// Seconds from UTC, and in words.
  let offset: Int
  let offsetText: String

  init(_ zone: Zone, isCurrent: Bool, at now: Instant, _ formats: Formats) {
    value = zone.name
    let parts = zone.name.split(separator: "/").map { String($0.map { $0 == "_" ? " " : $0 }) }
    // There is a Louisville in Kentucky and one of its own.
    name = ([formats.city(of: zone) ?? zone.name] + parts.dropFirst().dropLast()).joined(separator: ", ")
    offsetText = zone.offsetText(at: now, .short)
    self.now = offsetText + ", " + formats.time(zone.local(now).time)
    self.isCurrent = isCurrent
    offset = zone.offset(at: now)
  }
  private init(value: String, name: String, now: String) {
    (self.value, self.name, self.now, isCurrent, offset, offsetText) = (value, name, now, true, 0, "GMT")
  }
  static let example = ZoneOption(value: "Asia/Tokyo", name: "Tokyo", now: "GMT+9, 18:30")

  static let fields: [Field<ZoneOption>] = [
    .text("value") { $0.value },
    .text("name") { $0.name },
    .text("now") { $0.now },
    .flag("isCurrent") { $0.isCurrent },
  ]
}

/// A part of the world.
struct RegionLink: TemplateModel {
  let href: String
  let name: String
  let isCurrent: Bool
  static let fields: [Field<RegionLink>] = [
    .text("href") { $0.href },
    .text("name") { $0.name },
    .flag("isCurrent") { $0.isCurrent },
  ]
}
