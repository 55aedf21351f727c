import Core
import Routing
import Templates
import Web

/// News in words.
struct NewsWords {
  let call: Call
  let zone: Zone
  /// What is not in it is new.
  let seen: NewsMark

  /// By the day on which it happened.
  func days(_ items: some Sequence<NewsItem>) -> [NewsDay] {
    let today = zone.local(call.now).date
    var days: [NewsDay] = []
    for item in items {
      let date = zone.local(item.at).date
      if days.last?.machineDate != date.description {
        let relative = call.formats.relativeDay(date, today: today).map { ", " + $0 } ?? ""
        days.append(
          NewsDay(date: call.formats.date(date, .long) + relative, machineDate: date.description, rows: []))
      }
      days[days.count - 1].rows.append(row(item))
    }
    return days
  }

  private func row(_ item: NewsItem) -> NewsRow {
    let local = zone.local(item.at)
    let what = call.text.text("news.kind.\(item.kind.rawValue)")
    return NewsRow(
      href: href(item), icon: item.kind.icon, isTrouble: item.kind.isTrouble, isNew: seen.isNew(item.at),
      who: item.patient?.name.full, what: what,
      detail: [item.service, item.practitioner, item.start.map(moment)].compactMap { $0 }.joined(separator: ", "),
      time: call.formats.time(local.time), machineTime: local.description)
  }

  private func moment(_ instant: Instant) -> String {
    let local = zone.local(instant)
    return call.formats.date(local.date, .short) + ", " + call.formats.time(local.time)
  }

  /// Where it is seen and dealt with.
  private func href(_ item: NewsItem) -> String {
    switch item.kind {
    case .requested where item.isOpen: "/calendar/requests"
    case .booked, .requested, .lapsed, .accepted, .moved, .cancelled, .left: visit(item)
    case .declined, .wished: "/calendar/waitlist"
    case .written, .writtenByGuardian: item.patient.map { ConversationHandlers.path($0.id) } ?? "/messages"
    case .failed: FailedMessageHandlers.path
    case .unreadable: "/account/calendars"
    }
  }

  /// Beside its day in the calendar.
  private func visit(_ item: NewsItem) -> String {
    guard let start = item.start else { return "/calendar" }
    let date = zone.local(start).date.description
    return "/calendar?" + URLComponent.query([("view", "day"), ("date", date), ("a", item.id.description)]) + "#pan"
  }
}
