import Routing
import Templates

/// Sessions of groups in the calendar: planned, opened to their participants, moved and called off by staff.
///
/// What one participant does or is done to (arrival, absence, cancellation) happens on their own appointment.
enum GroupRoutes {
  static let path = "/calendar/groups"
  /// Whoever is named as taking part.
  private static let listed = AccessRecord.shown("appointments.list")
  /// Also whom the form found.
  private static let read = AccessRecord.shown("appointment.read")
  private static let drafted = AccessRecord.shown("patients.search", "appointments.list")

  static func all(_ settings: SchedulingSettings) -> [Route] {
    [
      .get(
        "/calendar/groups/new", .changeSchedule, "GroupNewHandlers.form", recordsAccess: listed, GroupNewHandlers.form),
      .post(
        "/calendar/groups", .changeSchedule, "GroupNewHandlers.create", recordsAccess: listed, GroupNewHandlers.create),
      .get(
        "/calendar/groups/{group}", .readSchedule, "GroupHandlers.show", recordsAccess: drafted, GroupHandlers.show),
      .post(
        "/calendar/groups/{group}/draft", .changeSchedule, "GroupHandlers.search", recordsAccess: drafted,
        GroupHandlers.search),
      .post(
        "/calendar/groups/{group}/participants", .changeSchedule, "GroupHandlers.add", recordsAccess: drafted,
        GroupHandlers.add(settings.registration)),
      .get(
        "/calendar/groups/{group}/move", .changeSchedule, "GroupMoveHandlers.form", recordsAccess: listed,
        GroupMoveHandlers.form),
      .post(
        "/calendar/groups/{group}/time", .changeSchedule, "GroupMoveHandlers.move", recordsAccess: listed,
        GroupMoveHandlers.move),
      .post(
        "/calendar/groups/{group}/cancellation", .changeSchedule, "GroupHandlers.cancel", recordsAccess: drafted,
        GroupHandlers.cancel),
      .get(
        "/appointments/{appointment}/session", .changeSchedule, "GroupSwitchHandlers.form", recordsAccess: read,
        GroupSwitchHandlers.form),
      .post(
        "/appointments/{appointment}/session", .changeSchedule, "GroupSwitchHandlers.send", recordsAccess: read,
        GroupSwitchHandlers.send),
    ]
  }
  static let pages: [any Page.Type] = [
    GroupNewPage.self, GroupPage.self, GroupMovePage.self, GroupSwitchPage.self,
  ]
}
