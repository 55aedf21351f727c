import Core
import Foundation
import Routing
import TestSupport
import Testing

/// Every address asked by everybody.
@Suite struct MatrixTests {
  @Test func theMatrixIsAsReviewed() throws {
    let world = try World()
    let fingerprints = try Fingerprint.Reader()
    var matrix = Matrix()
    for route in Matrix.routes {
      var codes: [String] = []
      let shown = try world.things()
      let before = try fingerprints.read(world.home.practice)
      for person in Person.columns {
        // What a POST changes must not disturb the next person's.
        let things = route.method == .get ? shown : try world.things()
        let browser = try world.browser(of: person, things)
        let ask = try Ask(route) { try things.value(for: $0, of: route.pattern.description) }
        let answer = ask.send(browser)
        codes.append(answer.code)
        #expect(answer.status < 500, "\(Matrix.key(route)) fails for \(person)")
        MatrixTests.checkPermission(route, person, answer)
      }
      if route.method == .get {
        let changes = try fingerprints.read(world.home.practice)
          // A session was active, a page was read, a feed was fetched: those are noted.
          .changes(since: before, except: ["identity_session", "audit_event", "audit_head", "scheduling_feed"])
        #expect(changes.isEmpty, "\(Matrix.key(route)) changes \(changes): a GET only shows")
      }
      matrix.lines.append((Matrix.key(route), codes))
    }
    if ProcessInfo.processInfo.environment["PRAXIS_RECORD"] == "1" { return try matrix.record() }
    let differences = matrix.differences(from: try Matrix.recorded())
    #expect(
      differences.isEmpty,
      "\(differences.joined(separator: "\n"))\nIf this is meant: PRAXIS_RECORD=1 bin/test theMatrixIsAsReviewed, and review the diff."
    )
  }

  /// What holds whatever the file says: the table of permissions decides, and nobody is let in without a session.
  private static func checkPermission(_ route: Route, _ person: Person, _ answer: TestResponse) {
    let key = Matrix.key(route)
    switch (route.access, person) {
    case ("staff", .anonymous), ("staff", .patient):
      #expect(answer.isToSignIn, "\(key): \(person) gets \(answer.status)")
    case ("staff", .staff(let role)):
      let isHeld = route.permission?.isHeld(by: role) ?? false
      #expect((answer.status == 403) == !isHeld, "\(key): \(role) gets \(answer.status)")
    case ("staff", .charlie):
      let hasIDs = !route.pattern.parameterNames.isEmpty
      #expect(!hasIDs || [403, 404].contains(answer.status), "\(key): charlie gets \(answer.status) with alice's ids")
    case ("portal", .anonymous), ("portal", .staff), ("portal", .charlie):
      #expect(answer.isToSignIn, "\(key): \(person) gets \(answer.status)")
    default: break
    }
  }

  @Test func aChangedCellAndANewAddressAreSeen() {
    var recorded = Matrix()
    recorded.lines = [("GET /a x", ["200", "403"]), ("GET /gone x", ["200"])]
    var now = recorded
    now.lines = [("GET /a x", ["200", "200"]), ("GET /new x", ["200"])]
    #expect(now.differences(from: recorded).count == 3)
    #expect(recorded.differences(from: recorded).isEmpty)
  }
}
