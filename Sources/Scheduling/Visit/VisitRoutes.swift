import Routing
import Templates

/// What the link in a confirmation opens: see, move and cancel one appointment.
enum VisitRoutes {
  static func all(_ settings: SchedulingSettings) -> [Route] { [] }
  static let pages: [any Page.Type] = []
}
