import Routing
import Templates

/// The waitlist: staff keep it at `/calendar/waitlist`; a patient answers an offer by the link of its mail.
enum WaitlistRoutes {
  private static let listed = AccessRecord.shown("waitlist.list")
  private static let drafted = AccessRecord.shown("patients.search")
  private static let edited = AccessRecord.shown("waitlist.read", "waitlist.list")

  static func all(_ settings: SchedulingSettings) -> [Route] {
    [
      .get(
        "/calendar/waitlist", .readSchedule, "WaitlistHandlers.list", recordsAccess: listed, WaitlistHandlers.list),
      .get(
        "/calendar/waitlist/new", .changeSchedule, "WaitlistNewHandlers.form", recordsAccess: drafted,
        WaitlistNewHandlers.form),
      .post(
        "/calendar/waitlist/draft", .changeSchedule, "WaitlistNewHandlers.search", recordsAccess: drafted,
        WaitlistNewHandlers.search),
      .post(
        "/calendar/waitlist", .changeSchedule, "WaitlistNewHandlers.create", recordsAccess: drafted,
        WaitlistNewHandlers.create),
      .get(
        "/calendar/waitlist/{entry}/edit", .changeSchedule, "WaitlistEditHandlers.form", recordsAccess: edited,
        WaitlistEditHandlers.form),
      .post(
        "/calendar/waitlist/{entry}", .changeSchedule, "WaitlistEditHandlers.update", recordsAccess: edited,
        WaitlistEditHandlers.update),
      .post(
        "/calendar/waitlist/{entry}/removal", .changeSchedule, "WaitlistHandlers.remove", recordsAccess: listed,
        WaitlistHandlers.remove),
      .post(
        "/calendar/waitlist/offers/{offer}/withdrawal", .changeSchedule, "WaitlistHandlers.withdraw",
        recordsAccess: listed, WaitlistHandlers.withdraw),
      .get(
        "/calendar/waitlist/gap", .readSchedule, "WaitlistGapHandlers.show", recordsAccess: listed,
        WaitlistGapHandlers.show),
      .post(
        "/calendar/waitlist/{entry}/offer", .changeSchedule, "WaitlistGapHandlers.offer", recordsAccess: listed,
        WaitlistGapHandlers.offer),
      .siteGet("/{practice}/book/waitlist", "WaitlistJoinHandlers.form", WaitlistJoinHandlers.form),
      .sitePost("/{practice}/book/waitlist", "WaitlistJoinHandlers.join", WaitlistJoinHandlers.join(settings)),
      .siteGet("/{practice}/book/waitlist/joined", "WaitlistJoinHandlers.joined", WaitlistJoinHandlers.joined),
      .portalGet("/portal/waitlist", "PortalWaitlist.show", PortalWaitlist.show),
      .portalPost("/portal/waitlist/{entry}/removal", "PortalWaitlist.remove", PortalWaitlist.remove),
      .siteGet("/{practice}/offers/{token}", "OfferHandlers.show", OfferHandlers.show),
      .sitePost("/{practice}/offers/{token}/acceptance", "OfferHandlers.accept", OfferHandlers.accept),
      .sitePost("/{practice}/offers/{token}/decline", "OfferHandlers.decline", OfferHandlers.decline),
    ]
  }
  static let pages: [any Page.Type] = [
    WaitlistPage.self, WaitlistNewPage.self, WaitlistEditPage.self, WaitlistGapPage.self,
    WaitlistJoinPage.self, WaitlistJoinedPage.self, PortalWaitlistPage.self, OfferPage.self,
  ]
}
