import Core
import Crypto
import Foundation
import Routing
import TestSupport
import Testing

/// What every address does with requests it is not made for.
@Suite struct MethodTests {
  @Test func everyPostWithoutItsTokenIsRefusedAndChangesNothing() throws {
    let world = try World()
    let fingerprints = try Fingerprint.Reader()
    for route in Matrix.routes where route.method == .post && route.access != "hook" {
      let person: Person = route.access == "staff" ? .staff(.owner) : route.access == "portal" ? .patient : .anonymous
      let things = try world.things()
      let browser = try world.browser(of: person, things)
      let ask = try Ask(route) { try things.value(for: $0, of: route.pattern.description) }
      let before = try fingerprints.read(world.home.practice)
      for csrf in ["", Token.make().csrf] {
        #expect(
          browser.post(ask.target, [:], csrf: csrf).status == 403, "\(Matrix.key(route)) with the token \"\(csrf)\"")
      }
      // The right token, from a page of another site.
      browser.headers = ["sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"]
      let foreign = MethodTests.crossSite(ask, browser)
      browser.headers = [:]
      #expect(foreign.status == 403, "\(Matrix.key(route)) from another site")
      let changes = try fingerprints.read(world.home.practice).changes(since: before)
      #expect(changes.isEmpty, "\(Matrix.key(route)) without its token changes \(changes)")
    }
  }

  /// Programs carry no token of ours: what they must carry is in the address, or a signature that covers it.
  @Test func everyHookWithoutItsSecretOrSignatureIsRefusedAndChangesNothing() throws {
    let world = try World()
    let fingerprints = try Fingerprint.Reader()
    var asked = 0
    for route in Matrix.routes where route.access == "hook" {
      let things = try world.things()
      let made = try fingerprints.read(world.home.practice)
      let pattern = route.pattern.description
      let ask = try Ask(route) { $0 == "token" ? Token.make().text : try things.value(for: $0, of: pattern) }
      // Signed in or not: a cookie opens nothing here.
      for person in [Person.anonymous, .staff(.owner), .patient] {
        let answer = ask.send(try world.browser(of: person, things), Fields.plausible(things))
        #expect([403, 404].contains(answer.status), "\(Matrix.key(route)) answers \(person) with \(answer.status)")
      }
      let changes = try fingerprints.read(world.home.practice).changes(
        since: made, except: ["identity_session", "audit_event", "audit_head"])
      #expect(changes.isEmpty, "\(Matrix.key(route)) changes \(changes)")
      asked += 1
    }
    #expect(asked > 0)
  }

  private static func crossSite(_ ask: Ask, _ browser: TestBrowser) -> TestResponse {
    let headers = [
      "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "cross-site",
      "origin": "https://elsewhere.example",
    ]
    return browser.send("POST", ask.target, headers: headers, body: Array("csrf=\(ask.csrf(of: browser))".utf8))
  }

  @Test func everyOtherMethodIs405AndNamesTheRightOnes() throws {
    let world = try World()
    let things = try world.things()
    let browser = try world.browser(of: .staff(.owner), things)
    let byPattern = Dictionary(grouping: Matrix.routes, by: \.pattern)
    for (pattern, routes) in byPattern {
      let methods = Set(routes.map(\.method.rawValue))
      let allowed = methods.contains("GET") ? methods.union(["HEAD"]) : methods
      let ask = try Ask(routes[0]) { try things.value(for: $0, of: pattern.description) }
      for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
      where !allowed.contains(method) {
        let answer = browser.send(method, ask.target, headers: [:], body: [])
        #expect(answer.status == 405, "\(method) \(pattern) gives \(answer.status)")
        let named = answer.response.header("Allow")?.components(separatedBy: ", ") ?? []
        #expect(Set(named) == allowed, "\(method) \(pattern) allows \(named)")
      }
    }
  }

  /// Whoever reloads what a form answered, or comes back to it in a tab that was put away, is led to the page it stands
  /// on. Signing in leads nobody there: it ends where work begins, wherever somebody was sent away from.
  @Test func everyAddressForFormsAloneLeadsToItsPage() throws {
    let world = try World()
    let things = try world.things()
    let browser = try world.browser(of: .staff(.owner), things)
    let readable = Set(Matrix.routes.filter { $0.method == .get }.map(\.pattern))
    var homeless: Set<String> = []
    for route in Matrix.routes
    where route.method == .post && route.access == "staff" && !readable.contains(route.pattern) {
      let ask = try Ask(route) { try things.value(for: $0, of: route.pattern.description) }
      #expect(TestBrowser().post(ask.target, [:]).location ?? "/sign-in" == "/sign-in")
      let answer = browser.get(ask.target)
      guard let href = answer.values(after: "btn-primary btn-lg\" href=\"").first, href != "/",
        ask.target.hasPrefix(href + "/") || href.hasSuffix("/new")
      else {
        homeless.insert(route.pattern.description)
        continue
      }
      #expect(answer.status == 405 && answer.words.contains("Go to the page"), "\(ask.target)")
      // Where the practice has no single sign-on there is no page for it either.
      guard href != "/account/single-sign-on" else { continue }
      #expect(![404, 405].contains(browser.get(href).status), "\(ask.target) leads to \(href)")
    }
    #expect(homeless == ["/sign-out"])
    #expect(browser.get("/appointments/check").body.contains("href=\"/appointments/new\""))
    #expect(browser.get("/team/invitations/\(EntityID.make())/renewal").body.contains("href=\"/team\""))
    let closure = browser.get("/patients/\(things.patient)/conversation/closure")
    #expect(closure.body.contains("href=\"/patients/\(things.patient)/conversation\""), "\(closure.words)")
    #expect(closure.words.contains("This address only takes forms"))
  }

  /// The body of a HEAD answer is left out where it is written (FastCGITests); here it must be the same answer.
  @Test func everyHeadIsAnsweredLikeItsGet() throws {
    let world = try World()
    for route in Matrix.routes where route.method == .get {
      let things = try world.things()
      let person: Person = route.access == "staff" ? .staff(.owner) : route.access == "portal" ? .patient : .anonymous
      let browser = try world.browser(of: person, things)
      let ask = try Ask(route) { try things.value(for: $0, of: route.pattern.description) }
      let get = browser.get(ask.target)
      let head = browser.send("HEAD", ask.target, headers: [:], body: [])
      #expect(head.status == get.status, "\(Matrix.key(route))")
      #expect(
        head.response.headers.map { "\($0.name): \($0.value)" }
          == get.response.headers.map { "\($0.name): \($0.value)" },
        "\(Matrix.key(route))")
    }
  }

  @Test func malformedIdsAreNothing() throws {
    let world = try World()
    let things = try world.things()
    for route in Matrix.routes where !route.pattern.parameterNames.isEmpty {
      for name in route.pattern.parameterNames {
        let id = try things.value(for: name, of: route.pattern.description)
        for malformed in [
          "x", "0", "%27%20OR%201=1", id + "0", id.uppercased() + "A", String(repeating: "a", count: 4000),
          "%F0%9F%98%80",
        ] {
          let person: Person =
            route.access == "staff" ? .staff(.owner) : route.access == "portal" ? .patient : .anonymous
          let browser = try world.browser(of: person, things)
          let ask = try Ask(route) { try $0 == name ? malformed : things.value(for: $0, of: route.pattern.description) }
          let status = ask.send(browser).status
          // A factor that is owed is asked for before anything is looked up.
          guard !(route.needsSecondFactor && status == 423) else { continue }
          #expect(status == 404, "\(route.method.rawValue) \(ask.target.prefix(120)) gives \(status)")
        }
      }
    }
  }
}
