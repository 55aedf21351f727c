import Routing
import Templates

/// The public booking pages, from the list of services to the review.
enum PublicBookingRoutes {
  static func all(_ settings: SchedulingSettings) -> [Route] { [] }
  static let pages: [any Page.Type] = []
}
