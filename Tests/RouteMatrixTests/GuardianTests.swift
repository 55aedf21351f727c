import Core
@_spi(Bootstrap) import Database
import Routing
import SQL
import TestSupport
import Testing

/// Who acts for one family's child stands before another family's rows of the same practice like before nothing.
@Suite struct GuardianTests {
  private static let moment = Instant.now

  @Test func anotherFamilyIsNothingToAGuardian() throws {
    let world = try World()
    let fingerprints = try Fingerprint.Reader()
    // Both of alice's practice: the guardian's own ward is plain, the other family is full of canaries.
    let (own, other) = (try world.things(canary: "Plain"), try world.things())
    let before = try fingerprints.read(world.home.practice)
    let waiting = try GuardianTests.waiting(other, in: world)
    var asked = 0
    for route in Matrix.routes where route.access == "portal" {
      let pattern = route.pattern.description
      for name in route.pattern.parameterNames {
        func answer(_ value: String) throws -> String {
          let browser = try world.browser(of: .guardian, own)
          browser.now = GuardianTests.moment
          let ask = try Ask(route) { try $0 == name ? value : own.value(for: $0, of: pattern) }
          return ask.send(browser).blanked(ask.values.values)
        }
        let foreign = try answer(other.value(for: name, of: pattern))
        #expect(
          try foreign == answer(Things.neverIssued(name, of: pattern)),
          "\(Matrix.key(route)): a guardian can tell another family's \(name) from nothing")
        asked += 1
      }
      for fields in Fields.variations(own: own, foreign: other, oneByOne: true) {
        let browser = try world.browser(of: .guardian, own)
        let ask = try Ask(route) { try own.value(for: $0, of: pattern) }
        let answer = ask.send(browser, fields)
        #expect(answer.status < 500, "\(Matrix.key(route)) fails with \(fields)")
        #expect(!answer.body.contains(world.canary), "\(Matrix.key(route)) shows another family: \(fields)")
        let home = browser.get("/portal")
        #expect(!home.body.contains(world.canary), "\(Matrix.key(route)) leads to another family: \(fields)")
        asked += 1
      }
    }
    #expect(asked > 100)
    let changes = try fingerprints.read(world.home.practice).changes(
      since: before,
      except: [
        "identity_session", "audit_event", "audit_head", "identity_portal_account", "identity_passkey",
        // Copies of their own ward's record, which they may order, and consents, which they may take back.
        "patients_export", "jobs_job", "patients_consent",
        // Their own ward's place on the waitlist, and the time that is offered to it.
        "scheduling_waitlist_entry", "scheduling_offer", "scheduling_hold", "scheduling_claim", "scheduling_resource",
        "scheduling_freed_time",
        // What was said to their own ward, which they may open.
        "messaging_notice", "messaging_message",
      ])
    #expect(try GuardianTests.waiting(other, in: world) == waiting, "the other family's wish and what it is offered")
    #expect(try GuardianTests.unread(other, in: world) == 1, "what was said to the other family")
    #expect(try GuardianTests.unopened(other, in: world) == 1, "what was written to the other family")
    #expect(try GuardianTests.exports(of: other, in: world) == ["ready", "ready"], "the other family's copies")
    #expect(changes.isEmpty, "a guardian changed \(changes)")
    let page = try world.browser(of: .guardian, other).get("/portal")
    #expect(page.body.contains(world.canary), "the other family's own guardian sees them: the canaries sing")
  }

  private static func waiting(_ family: Things, in world: World) throws -> [String] {
    try world.home.practice.asOperator { db in
      try db.reader.rows(
        """
        SELECT CONCAT_WS(' ', e.state, e.version, o.state, o.expires_at,
          (SELECT COUNT(*) FROM scheduling_claim c WHERE c.practice_id = \(db.scope) AND c.hold_id = o.id))
        FROM scheduling_waitlist_entry e
        LEFT JOIN scheduling_offer o ON o.practice_id = \(db.scope) AND o.entry_id = e.id
        WHERE e.practice_id = \(db.scope) AND e.id = \(family.entry)
        """
      ) { try $0.text(0) }
    }
  }

  private static func unread(_ family: Things, in world: World) throws -> Int? {
    try world.home.practice.asOperator { db in
      try db.reader.first(
        """
        SELECT COUNT(*) FROM messaging_notice
        WHERE practice_id = \(db.scope) AND id = \(family.message) AND read_at IS NULL
        """
      ) { try $0.int(0) }
    }
  }

  private static func unopened(_ family: Things, in world: World) throws -> Int? {
    try world.home.practice.asOperator { db in
      try db.reader.first(
        """
        SELECT COUNT(*) FROM messaging_message
        WHERE practice_id = \(db.scope) AND patient_id = \(family.patient) AND id = \(family.written) AND read_at IS NULL
        """
      ) { try $0.int(0) }
    }
  }

  private static func exports(of family: Things, in world: World) throws -> [String] {
    try world.home.practice.asOperator { db in
      try db.reader.rows(
        "SELECT state FROM patients_export WHERE practice_id = \(db.scope) AND patient_id = \(family.patient)"
      ) { try $0.text(0) }
    }
  }

  /// For their own ward a guardian gets what the patient gets; but a copy is for the one who ordered it.
  @Test func aGuardianGetsWhatTheirWardGets() throws {
    let world = try World()
    for route in Matrix.routes where route.access == "portal" && route.method == .get {
      guard !route.pattern.parameterNames.contains("export") else { continue }
      let things = try world.things()
      let ask = try Ask(route) { try things.value(for: $0, of: route.pattern.description) }
      let guardian = ask.send(try world.browser(of: .guardian, things))
      let patient = try world.browser(of: .patient, things)
      try patient.signIn(patient: things.patient, of: world.home.practice, proofs: "mail,totp")
      #expect(guardian.code == ask.send(patient).code, "\(Matrix.key(route))")
    }
  }
}
