import Routing
import Templates

/// Rooms, devices, practitioners, services, opening hours and exceptions.
enum ScheduleSettingsRoutes {
  /// Appointments that a change would touch are shown before it is made.
  private static let warned = AccessRecord.shown("appointments.list")

  static let all: [Route] = practitioners + rooms + services + hours

  private static let practitioners: [Route] = [
    .get("/settings/practitioners", .readSettings, "ResourceHandlers.list", ResourceHandlers.list(.practitioners)),
    .post(
      "/settings/practitioners", .changeSettings, "ResourceHandlers.create", ResourceHandlers.create(.practitioners)),
    .get("/settings/practitioners/new", .changeSettings, "ResourceHandlers.new", ResourceHandlers.new(.practitioners)),
    .get(
      "/settings/practitioners/{resource}", .readSettings, "ResourceHandlers.edit",
      ResourceHandlers.edit(.practitioners)),
    .post(
      "/settings/practitioners/{resource}", .changeSettings, "ResourceHandlers.update",
      ResourceHandlers.update(.practitioners)),
    .post(
      "/settings/practitioners/{resource}/deactivation", .changeSettings, "ResourceHandlers.deactivate",
      recordsAccess: warned, ResourceHandlers.deactivate(.practitioners)),
    .post(
      "/settings/practitioners/{resource}/activation", .changeSettings, "ResourceHandlers.activate",
      ResourceHandlers.activate(.practitioners)),
  ]

  private static let rooms: [Route] = [
    .get("/settings/rooms", .readSettings, "ResourceHandlers.list", ResourceHandlers.list(.rooms)),
    .post("/settings/rooms", .changeSettings, "ResourceHandlers.create", ResourceHandlers.create(.rooms)),
    .get("/settings/rooms/new", .changeSettings, "ResourceHandlers.new", ResourceHandlers.new(.rooms)),
    .get("/settings/rooms/{resource}", .readSettings, "ResourceHandlers.edit", ResourceHandlers.edit(.rooms)),
    .post("/settings/rooms/{resource}", .changeSettings, "ResourceHandlers.update", ResourceHandlers.update(.rooms)),
    .post(
      "/settings/rooms/{resource}/deactivation", .changeSettings, "ResourceHandlers.deactivate",
      recordsAccess: warned, ResourceHandlers.deactivate(.rooms)),
    .post(
      "/settings/rooms/{resource}/activation", .changeSettings, "ResourceHandlers.activate",
      ResourceHandlers.activate(.rooms)),
  ]

  private static let services: [Route] = [
    .get("/settings/services", .readSettings, "ServiceHandlers.list", ServiceHandlers.list),
    .post("/settings/services", .changeSettings, "ServiceHandlers.create", ServiceHandlers.create),
    .get("/settings/services/new", .changeSettings, "ServiceHandlers.new", ServiceHandlers.new),
    .get("/settings/services/{service}", .readSettings, "ServiceHandlers.edit", ServiceHandlers.edit),
    .post("/settings/services/{service}", .changeSettings, "ServiceHandlers.update", ServiceHandlers.update),
    .post(
      "/settings/services/{service}/deactivation", .changeSettings, "ServiceHandlers.deactivate",
      recordsAccess: warned, ServiceHandlers.deactivate),
    .post(
      "/settings/services/{service}/activation", .changeSettings, "ServiceHandlers.activate", ServiceHandlers.activate),
  ]

  private static let hours: [Route] = [
    .get("/settings/hours", .readSettings, "HoursHandlers.list", HoursHandlers.list),
    .get("/settings/hours/{resource}", .readSettings, "HoursHandlers.edit", HoursHandlers.edit),
    .post("/settings/hours/{resource}", .changeSettings, "HoursHandlers.update", HoursHandlers.update),
    .get("/settings/exceptions", .readSettings, "ExceptionHandlers.list", ExceptionHandlers.list),
    .post(
      "/settings/exceptions", .changeSettings, "ExceptionHandlers.create", recordsAccess: warned,
      ExceptionHandlers.create),
    .post(
      "/settings/exceptions/{exception}/deletion", .changeSettings, "ExceptionHandlers.delete", ExceptionHandlers.delete
    ),
  ]

  static let pages: [any Page.Type] = [
    ResourceListPage.self, ResourceEditPage.self, ServiceListPage.self, ServiceEditPage.self, HoursListPage.self,
    HoursEditPage.self, ExceptionListPage.self, DeactivationPage.self,
  ]
}
