import Routing
import Templates

/// Calendars elsewhere that read ours: what they fetch, and the pages on which its secret address is made and ended.
enum FeedRoutes {
  static func all(_ settings: SchedulingSettings) -> [Route] {
    [
      .siteGet("/feeds/{practice}/{token}", "FeedFile.show", FeedFile.show(settings)),
      .get("/account/feed", .useAccount, "FeedHandlers.show", FeedHandlers.show),
      .post("/account/feed", .useAccount, "FeedHandlers.make", FeedHandlers.make(settings)).confirmed,
      .post("/account/feed/removal", .useAccount, "FeedHandlers.remove", FeedHandlers.remove),
      .portalGet("/portal/feed", "PortalFeedHandlers.show", PortalFeedHandlers.show),
      .portalPost("/portal/feed", "PortalFeedHandlers.make", PortalFeedHandlers.make(settings)),
      .portalPost("/portal/feed/removal", "PortalFeedHandlers.remove", PortalFeedHandlers.remove),
      .get("/settings/feeds", .readSettings, "FeedSettings.show", FeedSettings.show),
      .post("/settings/feeds", .nameInFeeds, "FeedSettings.save", FeedSettings.save).confirmed,
    ]
  }
  static let pages: [any Page.Type] = [FeedPage.self, PortalFeedPage.self, FeedSettingsPage.self]
}
