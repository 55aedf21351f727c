import Core
import Foundation
import Routing
import TestSupport
import Testing

/// Texts that no page expects, in every field of every address: refused or kept, never a failure of ours.
@Suite struct HostileTests {
  private static let texts = [
    "\u{1F600}", "\"><script>alert(1)</script>", "' OR 1=1 -- ", "-1", "99999999999999999999", "0",
    "\r\nSet-Cookie: a=1",
    "\u{0}", "\u{202E}\u{2066}x", "\"\u{0301}", String(repeating: "a\u{0301}", count: 400), "2027-02-30", "25:61", "",
  ]

  @Test func noTextMakesAnAddressFail() throws {
    let world = try World()
    for route in Matrix.routes {
      let things = try world.things()
      let person: Person = route.access == "staff" ? .staff(.owner) : route.access == "portal" ? .patient : .anonymous
      let browser = try world.browser(of: person, things)
      let ask = try Ask(route) { try things.value(for: $0, of: route.pattern.description) }
      let base = Fields.plausible(things)
      let alone = route.method == .post ? base.keys.filter { things.ids[$0] == nil }.sorted() : []
      for fields in HostileTests.variations(base, alone: alone) {
        let answer = ask.send(browser, fields.values)
        #expect(answer.status < 500, "\(Matrix.key(route)) fails with \(fields.what)")
        #expect(!answer.body.contains("<script>alert"), "\(Matrix.key(route)) prints \(fields.what) as markup")
        #expect(
          !answer.response.headers.contains { $0.value.contains("\r") || $0.value.contains("\n") },
          "\(Matrix.key(route))")
      }
    }
  }

  /// Each text in all fields at once, and the first in every eighth field: the others are as they should be.
  private static func variations(
    _ base: [String: String], alone: [String]
  ) -> [(what: String, values: [String: String])] {
    let all = texts.map { text in ("\(text.prefix(20)) in every field", base.mapValues { _ in text }) }
    let parts = (0..<8).map { part in alone.enumerated().filter { $0.offset % 8 == part }.map(\.element) }
    return all
      + parts.filter { !$0.isEmpty }.map { keys in
        ("\(texts[0]) in \(keys)", base.merging(keys.map { ($0, texts[0]) }) { $1 })
      }
  }
}
