import Routing
import Templates

/// What the link in a confirmation opens: see, move and cancel one appointment, without an account.
enum VisitRoutes {
  static func all(_ settings: SchedulingSettings) -> [Route] {
    [
      .siteGet("/{practice}/visit/{appointment}/{token}", "VisitHandlers.show", VisitHandlers.show(settings)),
      .siteGet(
        "/{practice}/visit/{appointment}/{token}/calendar", "VisitCalendarFile.show", VisitCalendarFile.show(settings)),
      .siteGet("/{practice}/visit/{appointment}/{token}/move", "VisitHandlers.choose", VisitHandlers.choose),
      .sitePost("/{practice}/visit/{appointment}/{token}/time", "VisitHandlers.move", VisitHandlers.move(settings)),
      .sitePost(
        "/{practice}/visit/{appointment}/{token}/cancellation", "VisitHandlers.cancel",
        VisitHandlers.cancel(settings)),
    ]
  }
  static let pages: [any Page.Type] = [VisitPage.self, VisitMovePage.self]
}
