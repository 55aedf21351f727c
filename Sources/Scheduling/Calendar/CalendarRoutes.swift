import Routing
import Templates

/// The practice's calendar: day, week, agenda, and everything staff do with an appointment.
///
/// Everybody who may read the schedule sees it; who may change it also gets the forms. Every act is a POST to a
/// resource below the appointment, carries the version that was seen, and leads back to the calendar.
enum CalendarRoutes {
  /// The appointment itself, and those of others where it met them.
  private static let read = AccessRecord.shown("appointment.read", "appointments.list")
  /// Whom the form found, and whose appointments are in the way.
  private static let drafted = AccessRecord.shown("patients.search", "appointments.list")

  static func all(_ settings: SchedulingSettings) -> [Route] {
    [
      .get(
        "/calendar", .readSchedule, "CalendarHandlers.show",
        recordsAccess: .shown("schedule.read", "appointment.read"), CalendarHandlers.show),
      .get(
        "/calendar/sheet", .readSchedule, "SheetHandlers.show", recordsAccess: .shown("schedule.read"),
        SheetHandlers.show),
      .get("/calendar/version", .readSchedule, "CalendarHandlers.version", CalendarHandlers.version).background,
      .get(
        "/calendar/why", .readSchedule, "WhyHandlers.show", recordsAccess: .shown("appointments.list"), WhyHandlers.show
      ),
      .get(
        "/calendar/requests", .readSchedule, "RequestHandlers.list", recordsAccess: .shown("appointments.list"),
        RequestHandlers.list),
      .post(
        "/appointments/{appointment}/approval", .changeSchedule, "RequestHandlers.approve",
        recordsAccess: .shown("appointments.list"), RequestHandlers.approve),
      .post(
        "/appointments/{appointment}/decline", .changeSchedule, "RequestHandlers.decline",
        recordsAccess: .shown("appointments.list"), RequestHandlers.decline),
      .get(
        "/appointments/new", .changeSchedule, "AppointmentNewHandlers.form", recordsAccess: drafted,
        AppointmentNewHandlers.form),
      .post(
        "/appointments/draft", .changeSchedule, "AppointmentNewHandlers.search", recordsAccess: drafted,
        AppointmentNewHandlers.search),
      .post(
        "/appointments/check", .changeSchedule, "AppointmentNewHandlers.check", recordsAccess: drafted,
        AppointmentNewHandlers.check),
      .post(
        "/appointments", .changeSchedule, "AppointmentNewHandlers.create", recordsAccess: drafted,
        AppointmentNewHandlers.create(settings.registration)),
      .post(
        "/appointments/series", .changeSchedule, "SeriesNewHandlers.create", recordsAccess: drafted,
        SeriesNewHandlers.create(settings.registration)),
      .get(
        "/appointments/{appointment}/series", .readSchedule, "SeriesHandlers.show", recordsAccess: read,
        SeriesHandlers.show),
      .get(
        "/appointments/{appointment}/series/move", .changeSchedule, "SeriesMoveHandlers.form", recordsAccess: read,
        SeriesMoveHandlers.form),
      .post(
        "/appointments/{appointment}/series/time", .changeSchedule, "SeriesMoveHandlers.move", recordsAccess: read,
        SeriesMoveHandlers.move),
      .get(
        "/appointments/{appointment}/series/cancel", .changeSchedule, "SeriesCancelHandlers.form", recordsAccess: read,
        SeriesCancelHandlers.form),
      .post(
        "/appointments/{appointment}/series/cancellation", .changeSchedule, "SeriesCancelHandlers.cancel",
        recordsAccess: read, SeriesCancelHandlers.cancel),
      .get(
        "/appointments/{appointment}", .readSchedule, "AppointmentHandlers.show", recordsAccess: read,
        AppointmentHandlers.show),
      .get(
        "/appointments/{appointment}/move", .changeSchedule, "AppointmentMoveHandlers.form", recordsAccess: read,
        AppointmentMoveHandlers.form),
      .get(
        "/appointments/{appointment}/next", .changeSchedule, "NextVisitHandlers.show", recordsAccess: read,
        NextVisitHandlers.show),
      .post(
        "/appointments/{appointment}/time", .changeSchedule, "AppointmentMoveHandlers.move", recordsAccess: read,
        AppointmentMoveHandlers.move),
      .post(
        "/appointments/{appointment}/check-in", .changeSchedule, "AppointmentHandlers.checkIn",
        recordsAccess: read, AppointmentHandlers.act(.checkIn)),
      .post(
        "/appointments/{appointment}/arrival-undo", .changeSchedule, "AppointmentHandlers.undoArrival",
        recordsAccess: read, AppointmentHandlers.act(.undoArrival)),
      .post(
        "/appointments/{appointment}/no-show", .changeSchedule, "AppointmentHandlers.noShow",
        recordsAccess: read, AppointmentHandlers.act(.noShow)),
      .post(
        "/appointments/{appointment}/no-show-undo", .changeSchedule, "AppointmentHandlers.undoNoShow",
        recordsAccess: read, AppointmentHandlers.act(.undoNoShow)),
      .post(
        "/appointments/{appointment}/completion", .changeSchedule, "AppointmentHandlers.complete",
        recordsAccess: read, AppointmentHandlers.act(.completion)),
      .post(
        "/appointments/{appointment}/completion-undo", .changeSchedule, "AppointmentHandlers.undoCompletion",
        recordsAccess: read, AppointmentHandlers.act(.undoCompletion)),
      .post(
        "/appointments/{appointment}/cancellation", .changeSchedule, "AppointmentHandlers.cancel",
        recordsAccess: read, AppointmentHandlers.act(.cancellation)),
      .post(
        "/appointments/{appointment}/cancellation-undo", .changeSchedule, "AppointmentHandlers.undoCancellation",
        recordsAccess: read, AppointmentHandlers.act(.undoCancellation)),
    ]
  }
  static let pages: [any Page.Type] = [
    CalendarPage.self, AppointmentPage.self, AppointmentNewPage.self, AppointmentMovePage.self,
    AppointmentStalePage.self, CalendarWhyPage.self, CalendarRequestsPage.self, CalendarSheetPage.self,
    SeriesPreviewPage.self, SeriesPage.self,
    SeriesCancelPage.self, SeriesMovePage.self, AppointmentNextPage.self,
  ]
}
