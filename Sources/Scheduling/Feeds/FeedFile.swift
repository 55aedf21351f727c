import Core
import Crypto
import Database
import Routing
import Templates
import Web

/// `/feeds/{practice}/{token}`: what calendars fetch. Nobody is signed in: the address itself is the key, and one that
/// was never made, has been replaced or has ended is answered alike.
enum FeedFile {
  private static let suffix = Array(".ics".utf8)
  /// The page says when it was last fetched, to the minute.
  private static let secondsBetweenNotes: Int64 = 60
  /// A calendar that asks every few minutes for the same is one reading an hour in the trail.
  private static let minutesBetweenReadings = 60

  /// The address, to be shown once. It says its language: calendars send another one, or none.
  static func address(_ token: Token, _ call: Call, slug: String, _ settings: SchedulingSettings) -> String {
    settings.baseURL + "/feeds/\(slug)/\(token.text).ics?lang=\(call.language.rawValue)"
  }

  static func show(_ settings: SchedulingSettings) -> Route.Read {
    { call, db in
      guard let token = token(call.parameters["token"] ?? ""),
        let feed = try Feeds.find(token, now: call.now, in: db)
      else { throw Refusal.notFound }
      let contents = try FeedContents.read(feed, call, settings, in: db)
      let bytes = ICalendar.feed(contents.calendar)
      let etag = Array(Digest.sha256(bytes).prefix(16))
      let changedAt = changed(feed, etag, call.now)
      let isKnown = isKnown(call.request, etag: tag(etag), changedAt: changedAt)
      let reading = isKnown || isRecorded(feed, etag, call.now) ? nil : contents.reading
      if reading != nil || etag != feed.etag || isNoteDue(feed, call.now) {
        try db.note(FeedFetch(feed: feed.id, etag: etag, changedAt: changedAt, at: call.now, reading: reading))
      }
      return .response(response(isKnown ? nil : bytes, etag: tag(etag), changedAt: changedAt))
    }
  }

  private static func token(_ segment: String) -> Token? {
    let bytes = Array(segment.utf8)
    guard bytes.count > suffix.count, Array(bytes.suffix(suffix.count)) == suffix else { return nil }
    return Token(text: String(decoding: bytes.dropLast(suffix.count), as: UTF8.self))
  }

  // MARK: What the caller has already

  private static func tag(_ etag: [UInt8]) -> String { "\"" + Hex.encode(etag) + "\"" }

  /// Since when the feed is what it is. Later than before whenever it differs, also within one second.
  private static func changed(_ feed: Feed, _ etag: [UInt8], _ now: Instant) -> Instant {
    guard let before = feed.changedAt else { return now }
    return etag == feed.etag ? before : max(now, before.adding(seconds: 1))
  }

  /// RFC 9110, 13.2.2: a tag counts before a date. Programs send back the date they were given, so it is compared as
  /// it is.
  private static func isKnown(_ request: Request, etag: String, changedAt: Instant) -> Bool {
    if let tags = request.headers["if-none-match"] {
      return tags.split(separator: ",").contains { part in
        let bare = part.drop { $0 == " " }
        return (bare.hasPrefix("W/") ? bare.dropFirst(2) : bare).filter { $0 != " " } == etag || bare == "*"
      }
    }
    return request.headers["if-modified-since"] == HTTPDate.text(changedAt)
  }

  private static func isRecorded(_ feed: Feed, _ etag: [UInt8], _ now: Instant) -> Bool {
    guard let recorded = feed.recordedAt, feed.etag == etag else { return false }
    return recorded > now.adding(minutes: -minutesBetweenReadings)
  }
  private static func isNoteDue(_ feed: Feed, _ now: Instant) -> Bool {
    feed.fetchedAt.map { $0 <= now.adding(seconds: -secondsBetweenNotes) } ?? true
  }

  /// - Parameter bytes: nil where the caller has them.
  private static func response(_ bytes: [UInt8]?, etag: String, changedAt: Instant) -> Response {
    var headers: [(name: String, value: String)] = [
      ("ETag", etag), ("Last-Modified", HTTPDate.text(changedAt)),
      // For the program that asked alone, and to be asked for each time.
      ("Cache-Control", "private, no-cache"), ("X-Robots-Tag", "noindex"),
    ]
    if bytes != nil { headers.insert(("Content-Type", "text/calendar; charset=utf-8"), at: 0) }
    return Response(status: bytes == nil ? 304 : 200, headers: headers, body: bytes ?? [])
  }
}
