import Clinical
import Core
@_spi(Bootstrap) import Database
import Routing
import TestSupport
import Testing

@testable import SQL

/// Within one practice: whoever does not treat a patient, and supervises nobody who does, reaches nothing of them.
@Suite struct RelationTests {
  /// A practice where practitioners see their own patients, with one patient and somebody who has no part in them.
  private struct Ward {
    let world: World
    let things: Things
    let outsider = UserID.make()
    let supervisor = UserID.make()
    var secrets: [String] {
      [
        "\(world.canary) Example", "Example, \(world.canary)", "\(world.canary) note", "\(world.canary) wish",
        "\(world.canary) written",
      ]
        + ClinicalKind.allCases.map { "\(world.canary) \($0.rawValue)" }
    }

    init() throws {
      world = try World()
      things = try world.things()
      let (outsider, supervisor, practice) = (outsider, supervisor, world.home.practice)
      try practice.asOperator { db in
        try db.transaction(AuditEvent("test.ward", "identity_user", nil)) { tx in
          try tx.execute("UPDATE practices_practice SET practitioners_see = 'own' WHERE practice_id = \(tx.scope)")
          try TestPractice.add(outsider, "Otto Out", "otto@\(practice.slug).example", .practitioner, in: tx)
          try TestPractice.add(supervisor, "Sue Out", "sue@\(practice.slug).example", .supervisor, in: tx)
        }
      }
    }

    func browser(_ user: UserID) throws -> TestBrowser {
      let browser = TestBrowser()
      try browser.signIn(user, of: world.home.practice)
      return browser
    }
    func ask(_ route: Route, _ browser: TestBrowser, _ fields: [String: String] = [:]) throws -> TestResponse {
      try Ask(route) { try things.value(for: $0, of: route.pattern.description) }.send(browser, fields)
    }
    func shown(_ response: TestResponse) -> [String] { secrets.filter { response.body.contains($0) } }
  }

  private static func isAboutAPatient(_ route: Route) -> Bool {
    !route.pattern.parameterNames.filter { $0 == "patient" || $0 == "appointment" }.isEmpty
  }

  @Test func nobodyOutsideTheCareTeamReachesThePatient() throws {
    let ward = try Ward()
    var asked = 0
    for (user, role) in [(ward.outsider, Role.practitioner), (ward.supervisor, .supervisor)] {
      for route in Matrix.routes where route.access == "staff" && route.permission?.isHeld(by: role) == true {
        let browser = try ward.browser(user)
        for fields in [[:], Fields.plausible(ward.things)] {
          let answer = try ward.ask(route, browser, fields)
          asked += 1
          let key = "\(Matrix.key(route)) as \(role)"
          #expect(ward.shown(answer).isEmpty, "\(key) shows \(ward.shown(answer))")
          if Self.isAboutAPatient(route) { #expect(answer.status == 403, "\(key): \(answer.status)") }
          // Every emergency access opens the record for an hour; the next question would be answered.
          try ward.world.home.practice.asOperator { db in
            try db.transaction(AuditEvent("test.close", "patients_emergency_access", nil)) { tx in
              try tx.execute(
                "UPDATE patients_emergency_access SET expires_at = created_at WHERE practice_id = \(tx.scope)")
            }
          }
        }
      }
    }
    #expect(asked > 60)
  }

  /// The positive control: each way of belonging opens the record, and only while it lasts.
  @Test func eachRelationOpensTheRecord() throws {
    let ward = try Ward()
    let (things, outsider, practice) = (ward.things, ward.outsider, ward.world.home.practice)
    func change(_ sql: (borrowing TenantTransaction) throws -> Void) throws {
      try practice.asOperator { db in
        try db.transaction(AuditEvent("test.relation", "patients_care_team", nil)) { tx in try sql(tx) }
      }
    }
    let chart = "/patients/\(things.patient)/chart"
    func status(_ user: UserID) throws -> Int { try ward.browser(user).get(chart).status }
    #expect(try status(outsider) == 403)
    #expect(try status(ward.supervisor) == 403)
    try change { tx in
      try tx.execute(
        """
        INSERT INTO patients_care_team (practice_id, patient_id, user_id, created_at)
        VALUES (\(tx.scope), \(things.patient), \(outsider), \(Instant.now))
        """)
    }
    #expect(try status(outsider) == 200)
    #expect(try status(ward.supervisor) == 403)
    try change { tx in
      try tx.execute(
        """
        INSERT INTO identity_supervision (practice_id, supervisor_id, supervisee_id, created_at)
        VALUES (\(tx.scope), \(ward.supervisor), \(outsider), \(Instant.now))
        """)
    }
    #expect(try status(ward.supervisor) == 200)
    try change { tx in
      try tx.execute("DELETE FROM patients_care_team WHERE practice_id = \(tx.scope) AND user_id = \(outsider)")
    }
    #expect(try status(outsider) == 403)
    #expect(try status(ward.supervisor) == 403)
    try change { tx in
      try tx.execute(
        "UPDATE scheduling_resource SET user_id = \(outsider) WHERE practice_id = \(tx.scope) AND id = \(things.practitioner)"
      )
    }
    #expect(try status(outsider) == 200, "an appointment is a relation")
    #expect(try status(ward.supervisor) == 200)
    let day = try ward.browser(outsider).get("/calendar/version").status
    #expect(day == 200)
  }
}
