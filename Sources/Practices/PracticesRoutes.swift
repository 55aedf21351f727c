public import Routing

/// Every address of Practices: practice profile, branding, locations.
public enum PracticesRoutes {
  public static let all: [Route] = []
}
