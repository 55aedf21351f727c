import Routing
import Templates

/// The practice's calendar: day, week, agenda, and everything staff do with an appointment.
///
/// Everybody who may read the schedule sees it; who may change it also gets the forms. Every act is a POST to a
/// resource below the appointment, carries the version that was seen, and leads back to the calendar.
enum CalendarRoutes {
  static func all(_ settings: SchedulingSettings) -> [Route] {
    [
      .get("/calendar", .readSchedule, "CalendarHandlers.show", CalendarHandlers.show),
      .get("/calendar/version", .readSchedule, "CalendarHandlers.version", CalendarHandlers.version).background,
      .get("/appointments/new", .changeSchedule, "AppointmentNewHandlers.form", AppointmentNewHandlers.form),
      .post("/appointments/draft", .changeSchedule, "AppointmentNewHandlers.search", AppointmentNewHandlers.search),
      .post(
        "/appointments", .changeSchedule, "AppointmentNewHandlers.create",
        AppointmentNewHandlers.create(settings.registration)),
      .get("/appointments/{appointment}", .readSchedule, "AppointmentHandlers.show", AppointmentHandlers.show),
      .get(
        "/appointments/{appointment}/move", .changeSchedule, "AppointmentMoveHandlers.form",
        AppointmentMoveHandlers.form),
      .post(
        "/appointments/{appointment}/time", .changeSchedule, "AppointmentMoveHandlers.move",
        AppointmentMoveHandlers.move),
      .post(
        "/appointments/{appointment}/check-in", .changeSchedule, "AppointmentHandlers.checkIn",
        AppointmentHandlers.act(.checkIn)),
      .post(
        "/appointments/{appointment}/arrival-undo", .changeSchedule, "AppointmentHandlers.undoArrival",
        AppointmentHandlers.act(.undoArrival)),
      .post(
        "/appointments/{appointment}/no-show", .changeSchedule, "AppointmentHandlers.noShow",
        AppointmentHandlers.act(.noShow)),
      .post(
        "/appointments/{appointment}/no-show-undo", .changeSchedule, "AppointmentHandlers.undoNoShow",
        AppointmentHandlers.act(.undoNoShow)),
      .post(
        "/appointments/{appointment}/completion", .changeSchedule, "AppointmentHandlers.complete",
        AppointmentHandlers.act(.completion)),
      .post(
        "/appointments/{appointment}/completion-undo", .changeSchedule, "AppointmentHandlers.undoCompletion",
        AppointmentHandlers.act(.undoCompletion)),
      .post(
        "/appointments/{appointment}/cancellation", .changeSchedule, "AppointmentHandlers.cancel",
        AppointmentHandlers.act(.cancellation)),
      .post(
        "/appointments/{appointment}/cancellation-undo", .changeSchedule, "AppointmentHandlers.undoCancellation",
        AppointmentHandlers.act(.undoCancellation)),
    ]
  }
  static let pages: [any Page.Type] = [
    CalendarPage.self, AppointmentPage.self, AppointmentNewPage.self, AppointmentMovePage.self,
    AppointmentStalePage.self,
  ]
}
