import Routing
import Templates

/// A practice's own identity provider: its settings, the way through the door, and the connection to an account.
enum SingleSignOnRoutes {
  static func all(_ settings: IdentitySettings) -> [Route] {
    let door = ProviderDoor(settings: settings)
    let signIn = ProviderSignIn(settings: settings)
    let linking = ProviderLinking(settings: settings)
    let provider = ProviderSettings(settings: settings)
    return [
      .siteGet("/sign-in/at/{practice}", "ProviderDoor.form", ProviderDoor.form),
      .siteGet("/sign-in/at/{practice}/provider", "ProviderDoor.leave", door.leave),
      .siteGet("/sign-in/at/{practice}/return", "ProviderDoor.comeBack", ProviderDoor.comeBack),
      .systemPost("/sign-in/at/{practice}/session", "ProviderSignIn.check", signIn.check),
      .get("/account/single-sign-on", .useAccount, "ProviderLinking.form", linking.form).confirmed,
      .get("/account/single-sign-on/return", .useAccount, "ProviderLinking.comeBack", ProviderLinking.comeBack),
      .post("/account/single-sign-on", .useAccount, "ProviderLinking.connect", linking.connect).confirmed,
      .post("/account/single-sign-on/removal", .useAccount, "ProviderLinking.remove", ProviderLinking.remove).confirmed,
      .get("/settings/single-sign-on", .manageSignOn, "ProviderSettings.edit", provider.edit).confirmed,
      .post("/settings/single-sign-on", .manageSignOn, "ProviderSettings.update", provider.update).confirmed,
      .post("/settings/single-sign-on/test", .manageSignOn, "ProviderSettings.test", provider.test).confirmed,
    ]
  }
  static let pages: [any Page.Type] = [
    ProviderReturnPage.self, ProviderLinkPage.self, ProviderConnectPage.self, ProviderSettingsPage.self,
  ]
}
