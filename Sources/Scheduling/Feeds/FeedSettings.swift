import Core
import Database
import Routing
import SQL
import Templates
import Web

/// `/settings/feeds`: whether calendars elsewhere may name patients. The owner decides, after showing a factor.
enum FeedSettings {
  static let path = "/settings/feeds"

  static func namesPatients(in db: borrowing TenantReader) throws -> Bool {
    try db.first("SELECT names_patients FROM scheduling_feed_setting WHERE practice_id = \(db.scope)") {
      try $0.bool(0)
    } ?? false
  }

  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(
      FeedSettingsPage(
        title: call.text.text("feeds.setting.title"), namesPatients: try namesPatients(in: db),
        canChange: db.scope.holds(.nameInFeeds), isSaved: call.query["saved"] == "1"))
  }

  @Sendable static func save(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    let names = call.form["names"] == "yes"
    try db.transaction(
      AuditEvent("feed.names", "scheduling_feed_setting", nil, fields: [names ? "names" : "no-names"])
    ) { tx in
      try tx.execute(
        """
        INSERT INTO scheduling_feed_setting (practice_id, names_patients) VALUES (\(tx.scope), \(names))
        ON DUPLICATE KEY UPDATE names_patients = \(names)
        """)
    }
    return .redirect(path + "?saved=1")
  }
}

struct FeedSettingsPage: Page {
  static let template = "feeds/feed-settings"
  let title: String
  let namesPatients: Bool
  let canChange: Bool
  let isSaved: Bool
  static let fields: [Field<FeedSettingsPage>] = [
    .text("title") { $0.title },
    .flag("namesPatients") { $0.namesPatients },
    .flag("canChange") { $0.canChange },
    .flag("isSaved") { $0.isSaved },
  ]
  static let examples = [
    FeedSettingsPage(title: "Calendars elsewhere", namesPatients: false, canChange: true, isSaved: false),
    FeedSettingsPage(title: "Calendars elsewhere", namesPatients: true, canChange: false, isSaved: true),
  ]
}
