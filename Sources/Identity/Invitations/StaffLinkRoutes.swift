import Routing
import Templates

/// What the links in mails to members of staff lead to.
enum StaffLinkRoutes {
  static let all: [Route] = [
    .siteGet("/{practice}/invitation/{token}", "InvitationAcceptance.show", InvitationAcceptance.show),
    .sitePost("/{practice}/invitation/{token}", "InvitationAcceptance.accept", InvitationAcceptance.accept),
  ]

  static let pages: [any Page.Type] = [InvitationPage.self, StaffLinkOverPage.self]
}
