import Routing
import Templates

/// What the links in mails to members of staff lead to.
enum StaffLinkRoutes {
  static let all: [Route] = [
    .siteGet("/{practice}/invitation/{token}", "InvitationAcceptance.show", InvitationAcceptance.show),
    .sitePost("/{practice}/invitation/{token}", "InvitationAcceptance.accept", InvitationAcceptance.accept),
    .siteGet("/{practice}/factors/{token}", "FactorSetup.show", FactorSetup.show),
    .sitePost("/{practice}/factors/{token}", "FactorSetup.save", FactorSetup.save),
    .systemGet("/sign-in/forgotten", "ForgottenPassword.form", ForgottenPassword.form),
    .systemPost("/sign-in/forgotten", "ForgottenPassword.request", ForgottenPassword.request),
    .siteGet("/{practice}/password/{token}", "PasswordReset.show", PasswordReset.show),
    .sitePost("/{practice}/password/{token}", "PasswordReset.save", PasswordReset.save),
    .systemPost("/sign-in/browser", "BrowserProof.request", BrowserProof.request),
    .siteGet("/{practice}/browser/{token}", "BrowserProof.show", BrowserProof.show),
    .sitePost("/{practice}/browser/{token}", "BrowserProof.accept", BrowserProof.accept),
  ]

  static let pages: [any Page.Type] = [
    InvitationPage.self, StaffLinkOverPage.self, FactorSetupPage.self,
    ForgottenPasswordPage.self, ForgottenPasswordSentPage.self, PasswordResetPage.self, BrowserProofPage.self,
  ]
}
