import Routing

/// What patients use: sign-in at their practice's address, and the portal behind it.
enum PatientRoutes {
  static let all: [Route] = [
    .siteGet("/{practice}/sign-in", "PatientSignIn.form", PatientSignIn.form),
    .sitePost("/{practice}/sign-in", "PatientSignIn.request", PatientSignIn.request),
    .siteGet("/{practice}/sign-in/{challenge}", "PatientCode.form", PatientCode.form),
    .sitePost("/{practice}/sign-in/{challenge}", "PatientCode.check", PatientCode.check),
    .siteGet("/{practice}/sign-in/link/{token}", "PatientLink.show", PatientLink.show),
    .sitePost("/{practice}/sign-in/link/{token}", "PatientLink.follow", PatientLink.follow),
    .systemGet("/portal/sign-in", "PortalDoor.show", PortalDoor.show),
    .portalGet("/portal", "PortalHome.show", PortalHome.show),
    .portalGet("/portal/answers", "PortalHome.answers", PortalHome.answers).withSecondFactor,
    .portalPost("/portal/sign-out", "PortalHome.signOut", PortalHome.signOut),
  ]
}
