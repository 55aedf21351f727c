import Routing
import Templates

/// Somebody's Google Calendar: the way there and back, which calendar, and the end of it.
enum GoogleRoutes {
  static func all(_ settings: SchedulingSettings) -> [Route] {
    let permission = GooglePermission(settings: settings)
    return [
      .get("/account/calendars/google/consent", .useAccount, "GooglePermission.leave", permission.leave),
      .systemGet("/account/calendars/google/return", "GooglePermission.comeBack", GooglePermission.comeBack),
      .get("/account/calendars/google/permission", .useAccount, "GooglePermission.confirm", GooglePermission.confirm),
      .post("/account/calendars/google/permission", .useAccount, "GooglePermission.connect", permission.connect),
      .get("/account/calendars/google", .useAccount, "GoogleHandlers.choose", GoogleHandlers.choose),
      .post("/account/calendars/google", .useAccount, "GoogleHandlers.chosen", GoogleHandlers.chosen),
      .post("/account/calendars/google/names", .useAccount, "GoogleHandlers.name", GoogleHandlers.name),
      .post("/account/calendars/google/removal", .useAccount, "GoogleHandlers.remove", GoogleHandlers.remove),
    ]
  }
  static let pages: [any Page.Type] = [GoogleReturnPage.self, GoogleConnectPage.self, GoogleChoicePage.self]
}
