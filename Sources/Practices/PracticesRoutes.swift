public import Routing

/// Every address of Practices: the settings' overview, practice profile, branding, locations.
public enum PracticesRoutes {
  public static let all: [Route] = [
    .get("/settings", .readSettings, "SettingsHandlers.show", SettingsHandlers.show),
    .get("/settings/practice", .readSettings, "PracticeHandlers.edit", PracticeHandlers.edit),
    .post("/settings/practice", .changeSettings, "PracticeHandlers.update", PracticeHandlers.update),
    .post("/settings/logo", .changeSettings, "PracticeHandlers.uploadLogo", PracticeHandlers.uploadLogo),
    .post("/settings/logo/deletion", .changeSettings, "PracticeHandlers.removeLogo", PracticeHandlers.removeLogo),
    .get("/settings/locations", .readSettings, "LocationHandlers.list", LocationHandlers.list),
    .post("/settings/locations", .changeSettings, "LocationHandlers.create", LocationHandlers.create),
    .get("/settings/locations/new", .changeSettings, "LocationHandlers.new", LocationHandlers.new),
    .get("/settings/locations/{location}", .readSettings, "LocationHandlers.edit", LocationHandlers.edit),
    .post("/settings/locations/{location}", .changeSettings, "LocationHandlers.update", LocationHandlers.update),
    .post(
      "/settings/locations/{location}/deactivation", .changeSettings, "LocationHandlers.deactivate",
      LocationHandlers.deactivate),
    .post(
      "/settings/locations/{location}/activation", .changeSettings, "LocationHandlers.activate",
      LocationHandlers.activate),
    .siteGet("/{practice}/brand.css", "BrandingHandlers.stylesheet", BrandingHandlers.stylesheet),
    .siteGet("/{practice}/logo", "BrandingHandlers.logo", BrandingHandlers.logo),
  ]
}
