import Core
import Foundation
import Routing
import TestSupport
import Testing

/// Alice's ids in strangers' hands, in every position a request has.
@Suite struct StrangerTests {
  private static func ids(of route: Route) -> [String] { route.pattern.parameterNames.filter { $0 != "practice" } }
  private static func people(for route: Route) -> [Person] {
    switch route.access {
    case "staff": [.charlie, .charlieAsOwner]
    case "portal": [.charliesPatient, .otherPatient]
    default: [.anonymous, .charlie]
    }
  }

  /// A stranger cannot tell a row of alice's from one that never existed: the answers are the same, byte for byte.
  @Test func aForeignIdIsAnsweredLikeOneThatWasNeverIssued() throws {
    let world = try World()
    let fingerprints = try Fingerprint.Reader()
    let alices = try world.things()
    let before = try fingerprints.read(world.home.practice)
    var asked = 0
    for route in Matrix.routes {
      let pattern = route.pattern.description
      let names = StrangerTests.ids(of: route)
      for positions in names.map({ [$0] }) + (names.count > 1 ? [names] : []) {
        for person in StrangerTests.people(for: route) where person != .otherPatient {
          let own = try world.things(away: true)
          func answer(_ value: (String) throws -> String) throws -> String {
            let browser = try world.browser(of: person, own)
            browser.now = StrangerTests.moment
            let ask = try Ask(route) { try positions.contains($0) ? value($0) : own.value(for: $0, of: pattern) }
            let answer = ask.send(browser)
            #expect(
              [303, 403, 404, 410].contains(answer.status),
              "\(Matrix.key(route)): \(person) gets \(answer.status) for \(positions)")
            return answer.blanked(ask.values.values)
          }
          let foreign = try answer { try alices.value(for: $0, of: pattern) }
          let never = try answer { Things.neverIssued($0, of: pattern) }
          #expect(foreign == never, "\(Matrix.key(route)): \(person) can tell alice's \(positions) from nothing")
          asked += 2
        }
      }
    }
    #expect(asked > 40)
    #expect(try fingerprints.read(world.home.practice) == before, "a stranger changed rows of alice's practice")
  }
  private static let moment = Instant.now

  /// Alice's ids as query and form fields, one at a time and all at once, in requests that are otherwise charlie's own.
  @Test func noFieldOpensAnotherPractice() throws {
    let world = try World()
    let fingerprints = try Fingerprint.Reader()
    let alices = try world.things()
    let before = try fingerprints.read(world.home.practice)
    var asked = 0
    for route in Matrix.routes {
      for person in StrangerTests.people(for: route) where person != .otherPatient {
        let own = try world.things(away: true)
        let browser = try world.browser(of: person, own)
        let ask = try Ask(route) { try own.value(for: $0, of: route.pattern.description) }
        for fields in Fields.variations(own: own, foreign: alices) {
          let answer = ask.send(browser, fields)
          asked += 1
          #expect(answer.status < 500, "\(Matrix.key(route)) fails for \(person) with \(fields)")
          #expect(
            !answer.body.contains(world.canary), "\(Matrix.key(route)) shows alice's rows to \(person): \(fields)")
        }
      }
      let changes = try fingerprints.read(world.home.practice).changes(since: before)
      #expect(changes.isEmpty, "\(Matrix.key(route)): strangers changed \(changes) of alice's practice")
    }
    let taken = try fingerprints.mentions(of: Array(Set(alices.ids.values)), in: world.away.practice)
    #expect(taken.isEmpty, "rows of charlie's practice name rows of alice's: \(taken)")
    #expect(asked > 500)
  }

  /// The canaries are where a page could show them: alice's own staff see each.
  @Test func theCanariesSing() throws {
    let world = try World()
    let things = try world.things()
    var seen = 0
    for route in Matrix.routes where route.method == .get {
      let browser = try world.browser(of: route.access == "portal" ? .patient : .staff(.owner), things)
      let ask = try Ask(route) { try things.value(for: $0, of: route.pattern.description) }
      if ask.send(browser).body.contains(world.canary) { seen += 1 }
    }
    #expect(seen >= 5, "only \(seen) pages show alice's rows to her own practice: the sweep proves little")
  }
}

/// Fields that a form or query of the product may have, with values that fit.
enum Fields {
  static func plausible(_ own: Things) -> [String: String] {
    let day = Instant.now.seconds / 86_400 + 4
    let date = LocalDate(days: Int32(day)).description
    return own.ids.mapValues(\.description).merging([
      "date": date, "time": "10:00", "start": "\(date)T10:00Z", "minutes": "30", "version": "1", "status": "booked",
      "given": "Ada", "family": "Plain", "name": "Plain", "email": "plain@example.com", "phone": "+49 30 1234567",
      "language": "en", "gender": "unknown", "reason": "plain", "note": "plain", "confirm": "yes", "q": "Plain",
      "key": "00112233445566778899aabbccddeeff", "zone": "Europe/Berlin", "view": "day", "first": date, "last": date,
      "price": "10", "kind": "room", "title": "Plain", "color": "1", "theme": "light", "address": "Plain",
      "slug": own.slug,
    ]) { first, _ in first }
  }

  /// Each id field alone foreign, then all of them.
  static func variations(own: Things, foreign: Things) -> [[String: String]] {
    let base = plausible(own)
    let ids = foreign.ids.mapValues(\.description)
    return ids.keys.sorted().map { base.merging([$0: ids[$0] ?? ""]) { $1 } } + [base.merging(ids) { $1 }]
  }
}
