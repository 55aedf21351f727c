import Core
import Database
import Routing
import Templates
import Web

/// One's own feed as both of its pages show it.
struct FeedView: TemplateModel {
  let action: String
  let lead: String
  /// What is in it, or why nothing would be.
  let note: String?
  /// Only in the answer to its making.
  let address: String?
  /// In words; nil where there is no address.
  let made: String?
  let fetched: String?
  let done: String?

  static let fields: [Field<FeedView>] = [
    .text("action") { $0.action },
    .text("lead") { $0.lead },
    .optionalText("note") { $0.note },
    .optionalText("address") { $0.address },
    .optionalText("made") { $0.made },
    .optionalText("fetched") { $0.fetched },
    .optionalText("done") { $0.done },
  ]
  static let examples = [
    FeedView(
      action: "/account/feed", lead: "Show your appointments elsewhere.", note: nil, address: nil, made: nil,
      fetched: nil, done: "The address has ended."),
    FeedView(
      action: "/account/feed", lead: "Show your appointments elsewhere.", note: "No names.",
      address: "https://praxis.example/feeds/harbor/" + String(repeating: "x", count: 43) + ".ics?lang=en",
      made: "Made on 12 March 2027, 10:00", fetched: nil, done: nil),
    FeedView(
      action: "/portal/feed", lead: "Show your visits elsewhere.", note: nil, address: nil,
      made: "Made on 12 March 2027, 10:00", fetched: "Last fetched on 12 March 2027, 10:30", done: nil),
  ]

  /// - Parameter address: of the feed that was just made.
  init(
    _ feed: Feed?, action: String, lead: String, note: String?, address: String?, _ call: Call,
    in db: borrowing TenantReader
  ) throws {
    let zone = try Zone(name: db.practice.zoneName)
    func moment(_ instant: Instant) -> String {
      let local = zone.local(instant)
      return call.formats.date(local.date, .long) + ", " + call.formats.time(local.time)
    }
    self.init(
      action: action, lead: lead, note: note, address: address,
      made: feed.map { call.text.text("feeds.made", ["date": moment($0.createdAt)]) },
      fetched: feed?.fetchedAt.map { call.text.text("feeds.fetched", ["date": moment($0)]) },
      done: call.query["done"] == "removed" ? call.text.text("feeds.removed") : nil)
  }

  private init(
    action: String, lead: String, note: String?, address: String?, made: String?, fetched: String?, done: String?
  ) {
    (self.action, self.lead, self.note, self.address) = (action, lead, note, address)
    (self.made, self.fetched, self.done) = (made, fetched, done)
  }
}

struct FeedPage: Page {
  static let template = "feeds/feed"
  let title: String
  let feed: FeedView
  static let fields: [Field<FeedPage>] = [.text("title") { $0.title }, .object("feed") { $0.feed }]
  static let examples = FeedView.examples.map { FeedPage(title: "Calendar address", feed: $0) }
}

/// The same in the portal.
struct PortalFeedPage: Page {
  static let template = "feeds/portal-feed"
  let title: String
  let feed: FeedView
  static let fields: [Field<PortalFeedPage>] = [.text("title") { $0.title }, .object("feed") { $0.feed }]
  static let examples = FeedView.examples.map { PortalFeedPage(title: "Calendar address", feed: $0) }
}
