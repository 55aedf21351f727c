public import Templates

/// Every page of Identity, for the template library and its contract.
public enum IdentityPages {
  public static let all: [any Page.Type] =
    [
      LandingPage.self, StaffSignInPage.self, PracticeChoicePage.self, StaffCodePage.self, WaitPage.self,
      PatientSignInPage.self, PatientCodePage.self, PatientLinkPage.self, OtherBrowserPage.self, SignInOverPage.self,
      PortalDoorPage.self, AccountPage.self, PortalHomePage.self, ConfirmationPage.self,
      SecurityPage.self, RecoveryCodesPage.self, PasswordChangePage.self, AuthenticatorSetupPage.self,
      PasskeyNewPage.self,
      StaffRecoveryPage.self,
    ] + TeamRoutes.pages + StaffLinkRoutes.pages + OwnPracticesRoutes.pages + PortalAccountRoutes.pages
    + SingleSignOnRoutes.pages
}
