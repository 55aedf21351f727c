import Core
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Oversight

@Suite struct IncidentTests {
  private static let path = "/audit/incident"
  /// 12 March 2026, 10:00 in Berlin.
  private static let now = Instant(seconds: 1_773_306_000)

  private func query(_ fields: [String: String]) -> String {
    let all = ["from": "2026-03-12T00:00", "to": "2026-03-13T00:00", "actor": "anybody"].merging(fields) { $1 }
    return Self.path + "?"
      + all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.replacing("/", with: "%2F"))" }
      .joined(separator: "&")
  }

  /// An event at a time, from an address.
  private func event(
    _ action: StaticString, by actor: Actor, patient: PatientID?, at seconds: Int64, from address: String,
    in p: TestPractice
  ) throws {
    let found: Bool? = try p.connection.withPractice(
      slug: p.slug, actor: actor, origin: Origin(address: address, requestID: "0")
    ) { db in
      let event = AuditEvent(action, "patients_patient", patient?.id, patient: patient, fields: ["moved"])
      try db.transaction(event) { _ in }
      return true
    }
    #expect(found == true)
    let root = try TestServer.connectAsRoot()
    let id = try p.asOperator { $0.scope.practice.id }
    try root.run(
      """
      UPDATE audit_event SET at = \(Instant(seconds: Self.now.seconds + seconds)), fields = '' WHERE practice_id = \(id)
        AND fields = 'moved'
      """)
  }

  private func scene(_ p: TestPractice) throws -> (owner: UserID, erika: PatientID, max: PatientID) {
    let owner = try p.staff(.owner)
    let (erika, max) = (try p.patient("Erika", "Mustermann"), try p.patient("Max", "Beispiel"))
    for seconds in [-7200, -3600, -60] as [Int64] {
      try event(
        "chart.read", by: .staff(p.alice, .practitioner), patient: erika, at: seconds, from: "203.0.113.7", in: p)
    }
    try event("patient.update", by: .staff(p.bob, .frontDesk), patient: max, at: -1800, from: "2001:db8::7", in: p)
    try event("chart.read", by: .staff(p.alice, .practitioner), patient: max, at: -90_000, from: "203.0.113.7", in: p)
    try event("notice.send", by: .job, patient: p.pat, at: -600, from: "", in: p)
    try event("chart.refuse", by: .staff(p.bob, .frontDesk), patient: p.pat, at: -600, from: "203.0.113.9", in: p)
    return (owner, erika, max)
  }

  @Test func theAffectedOfATimeAreListedWithCountsAndFirstAndLastAccess() throws {
    try withPractice { p in
      let (owner, erika, _) = try scene(p)
      let browser = try p.browser(owner, now: Self.now)
      let page = browser.get(query([:]))
      #expect(page.status == 200)
      #expect(
        page.words.contains(
          "Erika Mustermann 3 12 March 2026, 08:00 (GMT+1) 12 March 2026, 09:59 (GMT+1) "
            + "Max Beispiel 1 12 March 2026, 09:30 (GMT+1)"), "\(page.words)")
      #expect(page.words.contains("2 patients"))
      #expect(!page.words.contains("Pat Example"), "neither what the product sent nor what was refused")
      #expect(page.body.contains("href=\"/patients/\(erika)/access\""))
      #expect(try p.actions().last == "incident.read")
    }
  }

  @Test func anActorOrANetworkNarrowsTheList() throws {
    try withPractice { p in
      let (owner, _, _) = try scene(p)
      let browser = try p.browser(owner, now: Self.now)
      func finds(_ fields: [String: String]) -> (erika: Bool, max: Bool) {
        let words = browser.get(query(fields)).words
        return (words.contains("Erika Mustermann 3"), words.contains("Max Beispiel"))
      }
      #expect(finds(["actor": "person", "person": "\(p.alice)"]) == (true, false))
      #expect(finds(["actor": "person", "person": "\(p.bob)"]) == (false, true))
      #expect(finds(["actor": "network", "network": "203.0.113.0/24"]) == (true, false))
      #expect(finds(["actor": "network", "network": "203.0.113.8"]) == (false, false))
      #expect(finds(["actor": "network", "network": "2001:0db8:0::/64"]) == (false, true), "in other letters")
      #expect(finds(["from": "2026-03-11T00:00", "to": "2026-03-12T00:00"]) == (false, true))
      #expect(browser.get(query(["actor": "network", "network": "192.0.2.1"])).body.contains("record was touched"))
    }
  }

  /// A list shows many at once and names nobody: the page says so.
  @Test func looksAtListsAreCountedApart() throws {
    try withPractice { p in
      let (owner, _, _) = try scene(p)
      for _ in 0..<2 {
        try event("patient.list", by: .staff(p.bob, .frontDesk), patient: nil, at: -60, from: "203.0.113.7", in: p)
      }
      let page = try p.browser(owner, now: Self.now).get(query([:]))
      #expect(page.words.contains("2 looks at lists or searches show many patients at once"))
      #expect(page.body.contains("href=\"/audit?class=reading&amp;from=2026-03-12&amp;to=2026-03-13\""))
    }
  }

  @Test(arguments: [
    (["from": "yesterday"], "From: Enter a day and a time"), (["to": "2026-03-11T00:00"], "To: This is not after"),
    (["from": "2026-03-29T02:30", "to": "2026-04-01T00:00"], "From: The clocks skip this time"),
    (["actor": "person"], "Person: "), (["actor": "network", "network": "here"], "Address or block: Enter an address"),
    (["actor": "somebody"], "Whose doings: "), (["to": "9999-12-31T00:00"], "To: Enter a day and a time"),
  ])
  func aWrongQuestionIsNamedNextToItsField(_ fields: [String: String], _ words: String) throws {
    try withPractice { p in
      let page = try p.browser(try p.staff(.owner), now: Self.now).get(query(fields))
      #expect(page.status == 422)
      #expect(page.words.contains(words), "\(page.words)")
      #expect(!page.words.contains("Affected patients"))
    }
  }

  private func record(_ browser: TestBrowser, _ fields: [String: String] = [:]) -> TestResponse {
    browser.post(
      Self.path,
      [
        "from": "2026-03-12T00:00", "to": "2026-03-13T00:00", "actor": "anybody", "discovered": "2026-03-12T09:00",
        "note": "A laptop was lost.\nIn a train.",
      ].merging(fields) { $1 })
  }

  @Test func anIncidentIsWrittenDownWithItsClocks() throws {
    try withPractice { p in
      let (owner, _, _) = try scene(p)
      let browser = try p.browser(owner, now: Self.now)
      browser.get(query([:]))
      let path = try #require(record(browser).location)
      let page = browser.get(path)
      #expect(page.words.contains("Incident of 12 March 2026"))
      let gdpr = "71 hours left GDPR, article 33: within 72 hours, until 15 March 2026, 09:00 (GMT+1)"
      #expect(page.words.contains("Supervisory authority \(gdpr)"), "\(page.words)")
      // 60 calendar days, over the change to summer time.
      let hipaa = "59 days left HIPAA, 45 CFR 164.404: within 60 days, until 11 May 2026, 09:00 (GMT+2)"
      #expect(page.words.contains("Patients \(hipaa)"), "\(page.words)")
      #expect(page.words.contains("A laptop was lost. In a train."))
      #expect(page.words.contains("Erika Mustermann 3"))
      #expect(page.words.contains("Olga Owner, 12 March 2026, 10:00 (GMT+1)"))
      browser.now = Self.now.adding(hours: 80)
      try browser.signIn(owner, of: p)
      #expect(browser.get(path).words.contains("overdue by 9 hours"))
      let list = browser.get("/audit/incidents")
      #expect(list.words.contains("Incident of 12 March 2026 Supervisory authority overdue by 9 hours"))
      #expect(try p.actions().contains("incident.open"))
      let sealed = try p.asOperator { db in
        try db.reader.first("SELECT sealed_note FROM oversight_incident WHERE practice_id = \(db.scope)") {
          try $0.bytes(0)
        }
      }
      #expect(String(decoding: try #require(sealed), as: UTF8.self).contains("laptop") == false)
    }
  }

  @Test func stepsStopTheClocksAndCanBeTakenBack() throws {
    try withPractice { p in
      let browser = try p.browser(try p.staff(.admin), now: Self.now)
      browser.get("/audit/incidents")
      let path = try #require(record(browser).location)
      func version() -> String { browser.get(path).value(after: "name=\"version\" value=\"") ?? "" }
      #expect(browser.post(path + "/steps", ["step": "authority", "version": version()]).location == path)
      #expect(browser.get(path).words.contains("Supervisory authority told in time"))
      #expect(browser.post(path + "/steps", ["step": "authority", "version": "1"]).location == path, "a second press")
      #expect(browser.post(path + "/steps", ["step": "patients", "version": "1"]).status == 409, "somebody was faster")
      #expect(browser.post(path + "/steps-undo", ["step": "authority", "version": version()]).status == 303)
      #expect(browser.get(path).words.contains("71 hours left"))
      browser.post(path + "/steps", ["step": "closed", "version": version()])
      #expect(browser.get("/audit/incidents").words.contains("Incident of 12 March 2026 Closed"))
      #expect(browser.post(path + "/steps", ["step": "everything", "version": "1"]).status == 400)
      let steps = try p.actions().filter { $0.hasPrefix("incident.step") }
      #expect(steps == ["incident.step", "incident.step.undo", "incident.step"])
    }
  }

  @Test func theFileHasEveryAffectedPatientAndIsWrittenDown() throws {
    try withPractice { p in
      let (owner, erika, _) = try scene(p)
      let browser = try p.browser(owner, now: Self.now)
      browser.get("/audit/incidents")
      let path = try #require(record(browser).location)
      let file = browser.post(path + "/export", [:])
      #expect(file.response.header("Content-Type") == "text/csv; charset=utf-8")
      let times = "\"2026-03-12T07:00:00.000000Z\",\"2026-03-12T08:59:00.000000Z\""
      #expect(file.body.contains("\"\(erika)\",\"Erika Mustermann\",3,\(times)\r\n"), "\(file.body)")
      #expect(try p.actions().last == "incident.export")
    }
  }

  @Test func whatIsWrittenDownWronglyIsKeptAndNamed() throws {
    try withPractice { p in
      let browser = try p.browser(try p.staff(.owner), now: Self.now)
      browser.get("/audit/incidents")
      let future = record(browser, ["discovered": "2026-03-12T10:01"])
      #expect(future.status == 422)
      #expect(future.words.contains("Discovered: This is still to come"))
      #expect(try p.actions().last == "incident.read", "the form that comes back shows the affected once more")
      #expect(future.body.contains("A laptop was lost.") && future.body.contains("value=\"2026-03-12T10:01\""))
      #expect(record(browser, ["note": String(repeating: "x", count: 2001)]).words.contains("What happened: "))
      #expect(try !p.actions().contains("incident.open"))
    }
  }

  @Test func onlyOwnersAndAdministratorsOfTheSamePractice() throws {
    try withPractice { other in
      try withPractice { p in
        let browser = try p.browser(try p.staff(.owner), now: Self.now)
        browser.get("/audit/incidents")
        let path = try #require(record(browser).location)
        for role in [Role.practitioner, .frontDesk, .biller, .supervisor] {
          let person = try p.browser(try p.staff(role), now: Self.now)
          for address in ["/audit/incidents", Self.path, path] { #expect(person.get(address).status == 403, "\(role)") }
          #expect(person.post(path + "/export", [:]).status == 403)
        }
        let stranger = try other.browser(try other.staff(.owner), now: Self.now)
        #expect(stranger.get(path).status == 404)
        #expect(stranger.post(path + "/export", [:]).status == 404)
        #expect(stranger.post(path + "/steps", ["step": "closed", "version": "1"]).status == 404)
        #expect(TestBrowser().get(path).location == "/sign-in")
        let hebrew = browser.get(path + "?lang=he")
        #expect(hebrew.body.contains("dir=\"rtl\"") && hebrew.words.contains("מועדים שבחוק"))
      }
    }
  }
}
