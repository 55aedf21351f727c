import Routing

/// One's own ways to sign in, and places where one is. What changes them asks for a factor first.
enum SecurityRoutes {
  static func all(_ settings: IdentitySettings) -> [Route] {
    let passkeys = PasskeyHandlers(settings: settings)
    return [
      .get("/account/security", .useAccount, "SecurityHandlers.show", SecurityHandlers.show),
      .post("/account/sessions/{session}/end", .useAccount, "SecurityHandlers.endSession", SecurityHandlers.endSession),
      .post(
        "/account/other-sessions/end", .useAccount, "SecurityHandlers.endOtherSessions",
        SecurityHandlers.endOtherSessions),
      .post(
        "/account/recovery-codes", .useAccount, "SecurityHandlers.makeRecoveryCodes", SecurityHandlers.makeRecoveryCodes
      ).confirmed,
      .get("/account/password", .useAccount, "PasswordChange.form", PasswordChange.form).confirmed,
      .post("/account/password", .useAccount, "PasswordChange.save", PasswordChange.save).confirmed,
      .post("/account/password/removal", .useAccount, "PasswordChange.remove", PasswordChange.remove).confirmed,
      .get("/account/authenticator", .useAccount, "AuthenticatorSetup.form", AuthenticatorSetup.form).confirmed,
      .post("/account/authenticator", .useAccount, "AuthenticatorSetup.save", AuthenticatorSetup.save).confirmed,
      .post(
        "/account/authenticator/removal", .useAccount, "AuthenticatorSetup.remove", AuthenticatorSetup.remove
      ).confirmed,
      .get("/account/passkeys/new", .useAccount, "PasskeyHandlers.form", passkeys.form).confirmed,
      .post("/account/passkeys", .useAccount, "PasskeyHandlers.add", passkeys.add).confirmed,
      .post("/account/passkeys/{passkey}/name", .useAccount, "PasskeyHandlers.rename", PasskeyHandlers.rename),
      .post(
        "/account/passkeys/{passkey}/removal", .useAccount, "PasskeyHandlers.remove", PasskeyHandlers.remove
      ).confirmed,
      .get("/session/passkey", .useAccount, "PasskeyHandlers.challenge", PasskeyHandlers.challenge).background
        .whileLocked,
    ]
  }
}
