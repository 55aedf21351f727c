import Routing
import Templates

/// Second factors and the choice of a person in the portal, and what the practice decides about both.
enum PortalAccountRoutes {
  static func all(_ settings: IdentitySettings) -> [Route] { factors(PasskeyHandlers(settings: settings)) + others }

  /// The handlers of `/account`, for the holder of a portal session.
  private static func factors(_ passkeys: PasskeyHandlers) -> [Route] {
    [
      .portalGet("/portal/authenticator", "AuthenticatorSetup.form") { call, _, db in
        try AuthenticatorSetup.form(call, db)
      }.confirmed,
      .portalPost("/portal/authenticator", "AuthenticatorSetup.save") { call, _, db in
        try AuthenticatorSetup.save(call, db)
      }.confirmed,
      .portalPost("/portal/authenticator/removal", "AuthenticatorSetup.remove") { call, _, db in
        try AuthenticatorSetup.remove(call, db)
      }.confirmed,
      .portalPost("/portal/recovery-codes", "SecurityHandlers.makeRecoveryCodes") { call, _, db in
        try SecurityHandlers.makeRecoveryCodes(call, db)
      }.confirmed,
      .portalGet("/portal/passkeys/new", "PasskeyHandlers.form") { call, _, db in try passkeys.form(call, db) }
        .confirmed,
      .portalPost("/portal/passkeys", "PasskeyHandlers.add") { call, _, db in try passkeys.add(call, db) }.confirmed,
      .portalPost("/portal/passkeys/{passkey}/removal", "PasskeyHandlers.remove") { call, _, db in
        try PasskeyHandlers.remove(call, db)
      }.confirmed,
      .portalGet("/portal/passkey-challenge", "PasskeyHandlers.challenge") { call, _, db in
        try PasskeyHandlers.challenge(call, db)
      }.background,
    ]
  }

  private static let others: [Route] = [
    .portalGet("/portal/security", "PortalSecurity.show", PortalSecurity.show),
    .portalGet("/portal/confirmation", "SessionConfirmation.portalForm", SessionConfirmation.portalForm),
    .portalPost("/portal/confirmation", "SessionConfirmation.portalDone", SessionConfirmation.portalDone).confirmed,
    .portalGet("/portal/people", "PortalChoice.show", PortalChoice.show),
    .portalPost("/portal/people", "PortalChoice.choose", PortalChoice.choose),
    .get(
      "/patients/{patient}/portal", .changePatients, "PatientPortal.show", recordsAccess: .patient("patient.read"),
      PatientPortal.show),
    .post(
      "/patients/{patient}/guardians", .changePatients, "PatientPortal.addGuardian",
      recordsAccess: .patient("patient.read"), PatientPortal.addGuardian
    ).confirmed,
    .post(
      "/patients/{patient}/guardians/{guardian}/end", .changePatients, "PatientPortal.endGuardian",
      recordsAccess: .patient("patient.read"), PatientPortal.endGuardian),
    .post(
      "/patients/{patient}/guardians/{guardian}/reset", .changePatients, "PatientPortal.resetGuardian",
      recordsAccess: .patient("patient.read"), PatientPortal.resetGuardian
    ).confirmed,
    .post(
      "/patients/{patient}/portal/reset", .changePatients, "PatientPortal.resetPatient",
      recordsAccess: .patient("patient.read"), PatientPortal.resetPatient
    ).confirmed,
  ]

  static let pages: [any Page.Type] = [
    PortalSecurityPage.self, PortalRecoveryCodesPage.self, PortalAuthenticatorPage.self, PortalPasskeyNewPage.self,
    PortalPeoplePage.self,
    FactorNeededPage.self, PatientPortalPage.self,
  ]
}
