public import Routing

/// Every address of Identity: staff sign-in, sessions, portal sign-in.
public enum IdentityRoutes {
  public static let all: [Route] = StaffRoutes.all + PatientRoutes.all
}
