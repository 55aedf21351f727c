import Outbound
import Routing
import Scheduling
import Templates

/// Short ways for whoever develops: sign in as anybody of the demo, read the mail that would have left, measure
/// what a page reads. A production router does not have these addresses.
enum DevelopmentRoutes {
  static func all(mailFolder: String) -> [Route] {
    let mail = DevelopmentMail(folder: MailFolder(directory: mailFolder))
    return [
      .systemGet("/dev/sign-in", "DevelopmentSignIn.list", Loopback.only(DevelopmentSignIn.list)),
      .systemPost("/dev/sign-in", "DevelopmentSignIn.enter", Loopback.only(DevelopmentSignIn.enter)),
      .systemGet("/dev/mail", "DevelopmentMail.list", Loopback.only(mail.list)),
      .systemGet("/dev/mail/{name}", "DevelopmentMail.show", Loopback.only(mail.show)),
      .get("/dev/calendar-rows", .readSchedule, "CalendarHandlers.rows", Loopback.only(SchedulingRoutes.calendarRows)),
    ]
  }

  static let pages: [any Page.Type] = [
    DevelopmentSignInPage.self, DevelopmentMailPage.self, DevelopmentMessagePage.self,
  ]
}
