import Core
import Database
import Routing
import Web

/// The practice's colour and logo, as every page of it asks for them.
enum BrandingHandlers {
  /// One line of style. Its address carries the profile's version, so it may be kept; the cookie a first visit sets
  /// must not be, so only by the browser itself.
  @Sendable static func stylesheet(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    // The column can hold nothing else; an unreadable one must not become a way into the style sheet.
    let accent = Accent(db.practice.accent) ?? Accent(Accent.suggestions[0])
    let line = ":root { --brand: \(accent?.text ?? "#0b5953"); }\n"
    return .response(
      Response(
        status: 200, headers: [("Content-Type", "text/css; charset=utf-8"), ("Cache-Control", caching(call, db))],
        body: Array(line.utf8)))
  }

  /// Its type is fixed and no browser guesses another: `nosniff` stands on every response.
  @Sendable static func logo(_ call: Call, _ db: borrowing TenantReader) throws -> Reply {
    guard let logo = try Logo.find(in: db) else { throw Refusal.notFound }
    return .response(
      Response(
        status: 200,
        headers: [
          ("Content-Type", logo.type), ("Cache-Control", caching(call, db)), ("Content-Disposition", "inline"),
        ],
        body: logo.content))
  }

  /// For a year when the address names the version that is answered, for a minute otherwise.
  private static func caching(_ call: Call, _ db: borrowing TenantReader) -> String {
    call.query["v"] == String(db.practice.version) ? "private, max-age=31536000, immutable" : "private, max-age=60"
  }
}
