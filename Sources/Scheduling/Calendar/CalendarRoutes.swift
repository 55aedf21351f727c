import Routing
import Templates

/// The practice's calendar: day, week, agenda, and everything staff do with an appointment.
enum CalendarRoutes {
  static let all: [Route] = []
  static let pages: [any Page.Type] = []
}
