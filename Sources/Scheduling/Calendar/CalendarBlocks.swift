import Core
import Templates

/// An appointment in the grid and in the list: what a sighted reader sees, and one sentence that says it in words.
struct AppointmentBlock: TemplateModel {
  let id: String
  let who: String
  let what: String
  let time: String
  let iso: String
  let sentence: String
  let status: StatusLook
  let payment: StatusBadge?
  let isShort: Bool
  let isCurrent: Bool
  let isOverbooked: Bool
  let isVideo: Bool
  let hasNote: Bool
  let isMovable: Bool

  static let fields: [Field<AppointmentBlock>] = [
    .text("id") { $0.id },
    .text("who") { $0.who },
    .text("what") { $0.what },
    .text("time") { $0.time },
    .text("iso") { $0.iso },
    .text("sentence") { $0.sentence },
    .text("style") { $0.status.style },
    .text("icon") { $0.status.icon },
    .object("payment") { $0.payment },
    .flag("isShort") { $0.isShort },
    .flag("isCurrent") { $0.isCurrent },
    .flag("isOverbooked") { $0.isOverbooked },
    .flag("isVideo") { $0.isVideo },
    .flag("hasNote") { $0.hasNote },
    .flag("isMovable") { $0.isMovable },
  ]
}

/// A place kept for a visitor.
struct HoldBlock: TemplateModel {
  let time: String
  let until: String
  static let fields: [Field<HoldBlock>] = [.text("time") { $0.time }, .text("until") { $0.until }]
}

/// A session of a group: what it is, and how many come. Nobody is named.
struct GroupBlock: TemplateModel {
  let href: String
  let name: String
  /// "5/8"
  let count: String
  let time: String
  let iso: String
  let sentence: String
  let style: String
  let isShort: Bool
  let isVideo: Bool
  static let fields: [Field<GroupBlock>] = [
    .text("href") { $0.href },
    .text("name") { $0.name },
    .text("count") { $0.count },
    .text("time") { $0.time },
    .text("iso") { $0.iso },
    .text("sentence") { $0.sentence },
    .text("style") { $0.style },
    .flag("isShort") { $0.isShort },
    .flag("isVideo") { $0.isVideo },
  ]
}

/// A free stretch that can be booked.
struct GapBlock: TemplateModel {
  let href: String
  let time: String
  static let fields: [Field<GapBlock>] = [.text("href") { $0.href }, .text("time") { $0.time }]
}

/// One thing in a column.
struct CalendarBlock: TemplateModel {
  /// Indirect, since blocks are sorted and handed on, and an appointment has many parts to copy.
  indirect enum Content {
    case appointment(AppointmentBlock)
    case group(GroupBlock)
    case hold(HoldBlock)
    case off(String)
    case gap(GapBlock)
    case now(String)
  }
  /// Minutes from midnight: blocks stand in time order.
  let from: Int
  let place: String
  let content: Content

  init(from: Int, place: String, _ content: Content) {
    (self.from, self.place, self.content) = (from, place, content)
  }

  static let fields: [Field<CalendarBlock>] = [
    .text("place") { $0.place },
    .object("appointment") { if case .appointment(let appointment) = $0.content { appointment } else { nil } },
    .object("group") { if case .group(let group) = $0.content { group } else { nil } },
    .object("hold") { if case .hold(let hold) = $0.content { hold } else { nil } },
    .optionalText("off") { if case .off(let words) = $0.content { words } else { nil } },
    .object("gap") { if case .gap(let gap) = $0.content { gap } else { nil } },
    .optionalText("now") { if case .now(let words) = $0.content { words } else { nil } },
  ]
}

/// A person, a room or a day.
struct CalendarColumn: TemplateModel {
  let id: String
  let heading: String
  let note: String
  let initials: String
  let color: Int
  let isToday: Bool
  /// Where the heading leads: the day, in the week.
  let href: String?
  let newHref: String?
  let blocks: [CalendarBlock]

  static let fields: [Field<CalendarColumn>] = [
    .text("id") { $0.id },
    .text("heading") { $0.heading },
    .text("note") { $0.note },
    .text("initials") { $0.initials },
    .number("color") { $0.color },
    .flag("isToday") { $0.isToday },
    .optionalText("href") { $0.href },
    .optionalText("newHref") { $0.newHref },
    .list("blocks") { $0.blocks },
  ]
}

struct CalendarHour: TemplateModel {
  let label: String
  let isNear: Bool
  static let fields: [Field<CalendarHour>] = [.text("label") { $0.label }, .flag("isNear") { $0.isNear }]
}

/// The grid of a day or a week.
struct CalendarGrid: TemplateModel {
  let hours: DayHours
  let isWeek: Bool
  let labels: [CalendarHour]
  let clock: String?
  let clockPlace: String
  let columns: [CalendarColumn]

  static let fields: [Field<CalendarGrid>] = [
    .text("range") { $0.hours.classes },
    .flag("isWeek") { $0.isWeek },
    .list("labels") { $0.labels },
    .optionalText("clock") { $0.clock },
    .text("clockPlace") { $0.clockPlace },
    .list("columns") { $0.columns },
  ]
}

/// One day of the list.
struct AgendaDay: TemplateModel {
  let id: String
  let heading: String
  let isToday: Bool
  let note: String?
  let blocks: [CalendarBlock]
  static let fields: [Field<AgendaDay>] = [
    .text("id") { $0.id },
    .text("heading") { $0.heading },
    .flag("isToday") { $0.isToday },
    .optionalText("note") { $0.note },
    .flag("hasBlocks") { !$0.blocks.isEmpty },
    .list("blocks") { $0.blocks },
  ]
}
