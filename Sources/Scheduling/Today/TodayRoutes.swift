import Routing
import Templates

/// The day at a glance, and the rows behind its figures.
enum TodayRoutes {
  private static let read = AccessRecord.shown("schedule.read")
  static let all: [Route] = [
    .get("/today", .readSchedule, "TodayHandlers.show", recordsAccess: read, TodayHandlers.show),
    .get(
      "/today/without-outcome", .readSchedule, "TodayHandlers.withoutOutcome", recordsAccess: read,
      TodayHandlers.list(.withoutOutcome)),
    .get("/today/missed", .readSchedule, "TodayHandlers.missed", recordsAccess: read, TodayHandlers.list(.missed)),
    .get(
      "/today/booked-online", .readSchedule, "TodayHandlers.bookedOnline", recordsAccess: read,
      TodayHandlers.list(.bookedOnline)),
  ]
  static let pages: [any Page.Type] = [TodayPage.self, TodayListPage.self]
}
