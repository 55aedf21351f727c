public import Templates

/// Every page of Scheduling, for the template library and its contract.
public enum SchedulingPages {
  public static let all: [any Page.Type] =
    PublicBookingRoutes.pages + VisitRoutes.pages + TodayRoutes.pages + CalendarRoutes.pages
    + ScheduleSettingsRoutes.pages + FeedRoutes.pages + ExternalRoutes.pages + GoogleRoutes.pages
    + WaitlistRoutes.pages + GroupRoutes.pages
}
