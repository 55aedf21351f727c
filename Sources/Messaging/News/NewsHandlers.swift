import Core
import Database
import Routing
import Templates
import Web

enum NewsHandlers {
  static let path = "/news"

  /// `GET /news?page=2&until=1772000000000000`. Looking marks nothing: what a browser fetches ahead was not read.
  @Sendable static func list(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    .page(try page(call, problem: nil, in: db))
  }

  /// `POST /news/seen`: what the page showed, and all that is older. What came or was written down meanwhile stays new.
  @Sendable static func mark(_ call: Call, _ db: borrowing TenantConnection) throws -> Reply {
    guard let user = db.scope.actor.user else { throw Refusal.forbidden }
    guard let seen = NewsMark(text: call.form["until"], now: call.now) else {
      return .page(try page(call, problem: call.text.text("news.mark.invalid"), in: db.reader), status: 422)
    }
    try db.transaction(AuditEvent("news.mark", "messaging_seen", user.id)) { tx in
      try NewsMarks.set(seen, of: user, in: tx)
    }
    return .redirect(path)
  }

  private static func page(_ call: Call, problem: String?, in db: borrowing TenantReader) throws -> NewsPage {
    // As far as anybody leafs, and far from where a number is too large to count with.
    let number = min(max(Int(call.query["page"] ?? "") ?? 1, 1), 100)
    let asked = NewsMark(text: call.query["until"], now: call.now)
    let last = asked?.newest ?? call.now
    let (found, isCut) = try News.page(number, until: last, now: call.now, in: db)
    let seen = try NewsMarks.find(now: call.now, in: db)
    let words = NewsWords(call: call, zone: try Zone(name: db.practice.zoneName), seen: seen)
    let items = found.prefix(News.pageSize)
    // Further pages are of what was there when the first was opened.
    let until = asked ?? (number == 1 ? NewsMark(showing: items.map(\.at), now: call.now) : nil)
    return NewsPage(
      title: call.text.text("news.title"), number: number, problem: problem, days: words.days(items),
      until: items.contains { seen.isNew($0.at) } ? until?.text : nil,
      looked: isCut
        ? call.text.text("news.cut", ["count": "\(News.lookedThrough.page)"]) : nil,
      newerHref: number > 1 ? href(number - 1, until) : nil,
      olderHref: found.count > News.pageSize ? href(number + 1, until) : nil)
  }

  private static func href(_ number: Int, _ until: NewsMark?) -> String {
    let pairs =
      [(name: "page", value: "\(number)")] + (until.map { [(name: "until", value: $0.text)] } ?? [])
    return path + "?" + URLComponent.query(pairs)
  }
}
