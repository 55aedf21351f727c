import Routing
import Templates

/// The public booking pages, from the list of services to the confirmation.
///
/// Choosing is links (GET, nothing is kept); pressing a time keeps it for ten minutes (POST); details and review follow;
/// confirming makes the appointment and leads to its own page (`VisitRoutes`).
enum PublicBookingRoutes {
  static func all(_ settings: SchedulingSettings) -> [Route] {
    [
      .siteGet("/{practice}/book", "BookHandlers.show", BookHandlers.show),
      .siteGet("/{practice}/book/zone", "ZoneHandlers.choose", ZoneHandlers.choose),
      .sitePost("/{practice}/book/holds", "BookHandlers.place", BookHandlers.place(settings)),
      .siteGet("/{practice}/book/holds/{hold}", "DetailsHandlers.show", DetailsHandlers.show),
      .sitePost("/{practice}/book/holds/{hold}/details", "DetailsHandlers.change", DetailsHandlers.change),
      .sitePost("/{practice}/book/holds/{hold}/review", "DetailsHandlers.review", DetailsHandlers.review),
      .sitePost(
        "/{practice}/book/holds/{hold}/confirmation", "DetailsHandlers.confirm", DetailsHandlers.confirm(settings)),
    ]
  }
  static let pages: [any Page.Type] = [
    BookPage.self, BookZonePage.self, BookDetailsPage.self, BookReviewPage.self, BookTakenPage.self,
  ]
}
