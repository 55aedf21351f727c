import Core
import Crypto
import Database
import Routing
import Templates
import Web

/// `/account/feed`: the address at which a member of staff reads their appointments elsewhere.
enum FeedHandlers {
  static let path = "/account/feed"

  @Sendable static func show(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    try page(call, address: nil, in: db)
  }

  static func make(_ settings: SchedulingSettings) -> Route.Write {
    { call, db in try page(call, address: try FeedMaking.make(call, settings, in: db), in: db.reader) }
  }

  @Sendable static func remove(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    try FeedMaking.remove(in: db)
    return .redirect(path + "?done=removed")
  }

  private static func page(_ call: Call, address: String?, in db: borrowing TenantReader) throws -> Reply {
    let owner = try FeedMaking.owner(db.scope)
    guard let user = owner.user else { throw Refusal.forbidden }
    let text = call.text
    let note =
      if try !Feeds.hasColumn(user, in: db) {
        text.text("feeds.noColumn")
      } else {
        text.text(try FeedSettings.namesPatients(in: db) ? "feeds.withNames" : "feeds.withoutNames")
      }
    let view = try FeedView(
      try Feeds.of(owner, in: db), action: path, lead: text.text("feeds.leadStaff"), note: note, address: address, call,
      in: db)
    return .page(FeedPage(title: text.text("feeds.title"), feed: view))
  }
}

/// `/portal/feed`: the same for a patient, or for who acts for them.
enum PortalFeedHandlers {
  static let path = "/portal/feed"

  @Sendable static func show(_ call: Call, _ patient: PatientID, _ db: borrowing TenantReader) throws -> Reply {
    try page(call, address: nil, in: db)
  }

  static func make(_ settings: SchedulingSettings) -> Route.PatientWrite {
    { call, _, db in try page(call, address: try FeedMaking.make(call, settings, in: db), in: db.reader) }
  }

  @Sendable static func remove(_ call: Call, _ patient: PatientID, _ db: borrowing TenantConnection) throws -> Reply {
    try FeedMaking.remove(in: db)
    return .redirect(path + "?done=removed")
  }

  private static func page(_ call: Call, address: String?, in db: borrowing TenantReader) throws -> Reply {
    let feed = try Feeds.of(try FeedMaking.owner(db.scope), in: db)
    let view = try FeedView(
      feed, action: path, lead: call.text.text("feeds.leadPatient"), note: nil, address: address, call, in: db)
    return .page(PortalFeedPage(title: call.text.text("feeds.title"), feed: view))
  }
}

/// What both do.
enum FeedMaking {
  static func owner(_ scope: TenantScope) throws(Refusal) -> Feed.Owner {
    guard let owner = Feed.Owner(scope.actor) else { throw .signInRequired }
    return owner
  }

  /// - Returns: the address; the database keeps its hash alone.
  static func make(
    _ call: Call, _ settings: SchedulingSettings, in db: borrowing TenantConnection
  ) throws -> String {
    let (owner, token, id) = (try owner(db.scope), Token.make(), EntityID.make(at: call.now))
    let isRenewed = try Feeds.of(owner, in: db.reader) != nil
    let event =
      isRenewed
      ? AuditEvent("feed.renew", "scheduling_feed", id, patient: owner.patient)
      : AuditEvent("feed.make", "scheduling_feed", id, patient: owner.patient)
    do {
      try db.transaction(event) { tx in try Feeds.make(id, token, for: owner, now: call.now, in: tx) }
    } catch let error as DatabaseError where error.isDuplicate {
      // Asked for twice at once: one of the two was shown its address.
      throw Refusal.conflict
    }
    return FeedFile.address(token, call, slug: db.practice.slug, settings)
  }

  static func remove(in db: borrowing TenantConnection) throws {
    let owner = try owner(db.scope)
    guard let feed = try Feeds.of(owner, in: db.reader) else { return }
    try db.transaction(AuditEvent("feed.remove", "scheduling_feed", feed.id, patient: owner.patient)) { tx in
      _ = try Feeds.remove(of: owner, in: tx)
    }
  }
}
