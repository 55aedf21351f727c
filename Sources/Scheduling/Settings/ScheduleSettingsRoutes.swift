import Routing
import Templates

/// Rooms, devices, practitioners, services, opening hours and exceptions.
enum ScheduleSettingsRoutes {
  static let all: [Route] = []
  static let pages: [any Page.Type] = []
}
