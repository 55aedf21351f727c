public import Routing

/// Every address of Identity: staff sign-in, sessions, team, portal sign-in.
public enum IdentityRoutes {
  public static func all(_ settings: IdentitySettings) -> [Route] {
    StaffRoutes.all(settings) + SecurityRoutes.all(settings) + TeamRoutes.all + StaffLinkRoutes.all
      + OwnPracticesRoutes.all + SingleSignOnRoutes.all(settings) + PatientRoutes.all
      + PortalAccountRoutes.all(settings)
  }
}
