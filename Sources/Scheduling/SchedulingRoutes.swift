public import Routing

/// Every address of Scheduling: public booking, the visitor's own appointment, the calendar, schedules in the settings.
public enum SchedulingRoutes {
  public static func all(_ settings: SchedulingSettings) -> [Route] {
    PublicBookingRoutes.all(settings) + VisitRoutes.all(settings) + TodayRoutes.all + CalendarRoutes.all(settings)
      + WaitlistRoutes.all(settings) + GroupRoutes.all(settings)
      + ScheduleSettingsRoutes.all + FeedRoutes.all(settings)
      + ExternalRoutes.all(settings) + GoogleRoutes.all(settings)
  }

  /// For development: the rows of the calendar without its page.
  public static let calendarRows: Route.Read = CalendarHandlers.rows
}
