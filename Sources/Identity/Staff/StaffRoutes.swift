import Routing

enum StaffRoutes {
  static func all(_ settings: IdentitySettings) -> [Route] {
    let passkeys = PasskeySignIn(settings: settings)
    return [
      .systemGet("/", "Landing.show", Landing.show),
      .systemGet("/sign-in", "StaffSignIn.form", StaffSignIn.form),
      .systemPost("/sign-in", "StaffSignIn.check", StaffSignIn.check),
      .systemGet("/sign-in/practice", "StaffSignIn.choose", StaffSignIn.choose),
      .systemPost("/sign-in/practice", "StaffSignIn.chosen", StaffSignIn.chosen),
      .systemGet("/sign-in/code", "StaffCode.form", StaffCode.form),
      .systemPost("/sign-in/code", "StaffCode.check", StaffCode.check),
      .get("/account", .useAccount, "Account.show", Account.show),
      .post("/account/preferences", .useAccount, "Account.savePreferences", Account.savePreferences),
      .systemGet("/sign-in/recovery", "StaffRecovery.form", StaffRecovery.form),
      .systemPost("/sign-in/recovery", "StaffRecovery.check", StaffRecovery.check),
      .systemGet("/sign-in/passkey", "PasskeySignIn.challenge", passkeys.challenge),
      .systemPost("/sign-in/passkey", "PasskeySignIn.check", passkeys.check),
      .post("/sign-out", .useAccount, "StaffSignOut.end", StaffSignOut.end).whileLocked,
      .get("/session", .useAccount, "SessionWatch.secondsLeft", SessionWatch.secondsLeft).background.whileLocked,
      .get("/session/activity", .useAccount, "SessionWatch.activity", SessionWatch.activity),
      .get("/session/confirmation", .useAccount, "SessionConfirmation.form", SessionConfirmation.form),
      .post("/session/confirmation", .useAccount, "SessionConfirmation.done", SessionConfirmation.done).confirmed,
    ]
  }
}
