import Routing
import Templates

/// Calendars elsewhere that are read by us.
enum ExternalRoutes {
  static func all(_ settings: SchedulingSettings) -> [Route] {
    [
      .get("/account/calendars", .useAccount, "ExternalHandlers.list", ExternalHandlers.list(settings)),
      .post("/account/calendars", .useAccount, "ExternalHandlers.add", ExternalHandlers.add(settings)),
      .post("/account/calendars/{external}/removal", .useAccount, "ExternalHandlers.remove", ExternalHandlers.remove),
      .post("/account/calendars/{external}/look", .useAccount, "ExternalHandlers.look", ExternalHandlers.look),
    ]
  }
  static let pages: [any Page.Type] = [ExternalListPage.self]
}
