import Core
import Database
import Routing
import Templates

/// What waits for somebody, the most pressing first; each leads to the list where it is done.
enum TodayTasks {
  static func read(
    _ figures: TodayFigures, _ scope: TodayScope, _ call: Call, in db: borrowing TenantReader
  ) throws -> [TodayTask] {
    let requests = CalendarHandlers.canChange(db.scope) ? try Requests.count(now: call.now, in: db) : 0
    let failures = try AppointmentMessages.failures(call, in: db)
    let unanswered = try AppointmentMessages.unanswered(call, in: db)
    let list = TodayList.withoutOutcome
    return [
      task("/calendar/requests", "bell", "calendar.requests.title", "today.requests.detail", requests, call),
      task("/messages", "message", "today.unanswered", "today.unanswered.detail", unanswered, call),
      task("/messages/failed", "alert", "today.failures", "today.failures.detail", failures, call),
      task(list.path + scope.query, "hourglass", list.words.title, list.words.intro, figures[list], call),
    ].compactMap(\.self)
  }

  private static func task(
    _ href: String, _ icon: String, _ label: String, _ detail: String, _ count: Int, _ call: Call
  ) -> TodayTask? {
    guard count > 0 else { return nil }
    return TodayTask(
      href: href, icon: icon, label: call.text.text(label), detail: call.text.text(detail),
      count: call.formats.number(count))
  }
}
