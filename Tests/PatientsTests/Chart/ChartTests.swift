import Core
@_spi(Bootstrap) import Database
import SQL
import Testing
import TestSupport

@testable import Clinical

@Suite struct ChartTests {
  private func record(
    _ kind: ClinicalKind, _ title: String, of patient: PatientID, status: String = "active", mark: String = "",
    at: Instant? = nil, _ change: (inout ClinicalContent) -> Void = { _ in }
  ) -> NewClinicalRecord {
    var content = ClinicalContent()
    content.title = title
    change(&content)
    return NewClinicalRecord(
      kind: kind, patient: patient, status: status, mark: mark, from: at, to: nil, content: content,
      sourceIndex: EntityID.make().bytes, importID: .make())
  }

  private func write(_ records: [NewClinicalRecord], _ p: TestPractice) throws {
    try p.asOperator { db in
      try db.transaction(AuditEvent("test.records", "clinical_allergy", nil)) { tx in
        for record in records { try ClinicalRecords.insert(record, now: .now, in: tx) }
      }
    }
  }

  private func fill(_ p: TestPractice) throws {
    let day = Instant(seconds: 1_600_000_000)
    try write(
      [
        record(.allergy, "Penicillin", of: p.pat, mark: "high") { $0.lines = ["Anaphylaxis (severe)"] },
        record(.allergy, "Latex", of: p.pat, status: "resolved"),
        record(.allergy, "Nuts", of: p.pat) { $0.verification = "refuted" },
        record(.condition, "Insomnia", of: p.pat) {
          $0.since = "2019-03"
          $0.code = "G47.0"
        },
        record(.condition, "Migraine", of: p.pat, status: "resolved") {
          $0.since = "2010"
          $0.until = "2023-01-02"
        },
        record(.medication, "Sertraline 50 mg", of: p.pat) {
          $0.value = "once a day"
          $0.person = "Dr Exempel"
        },
        record(.encounter, "Check-up", of: p.pat, status: "finished", at: day),
        record(.immunization, "Influenza", of: p.pat, status: "not-done") { $0.since = "2020-10-01" },
        record(.observation, "Body weight", of: p.pat, mark: "29463-7", at: day) { $0.value = "70 kg" },
        record(.observation, "Body weight", of: p.pat, mark: "29463-7", at: day.adding(days: 9)) { $0.value = "72 kg" },
      ], p)
  }

  @Test func aChartShowsEveryBlockWithAllergiesFirst() throws {
    try withPractice { p in
      try fill(p)
      let words = try p.browser(p.alice).get("/patients/\(p.pat)/chart").words
      let order = [
        "Pat Example", "Allergies", "Penicillin , high risk", "Problems", "Insomnia", "Migraine", "Medication",
      ]
      let places = try order.map { try #require(words.range(of: $0)?.lowerBound, "\($0)") }
      #expect(places == places.sorted())
      for part in [
        "Anaphylaxis (severe)", "G47.0", "Since March 2019", "2010 until 2 January 2023", "Sertraline 50 mg",
        "once a day", "Dr Exempel", "Check-up 13 September 2020", "Influenza Not given 1 October 2020",
        "Body weight 72 kg 22 September 2020",
      ] { #expect(words.contains(part), "\(part)") }
      #expect(!words.contains("70 kg"), "only the latest of a measurement is shown")
    }
  }

  @Test func refutedAndPastAllergiesAreNoWarning() throws {
    try withPractice { p in
      try fill(p)
      let body = try p.browser(p.alice).get("/patients/\(p.pat)/chart").body
      let band = try #require(body.range(of: "<div class=\"allergy\">"))
      let end = try #require(body[band.upperBound...].range(of: "</section>"))
      let warning = body[band.lowerBound..<end.lowerBound]
      #expect(warning.contains("Penicillin"))
      #expect(!warning.contains("Latex"))
      #expect(!warning.contains("Nuts"))
      #expect(body.contains("Nuts</bdi> <span class=\"badge\">Refuted"))
    }
  }

  @Test func anEmptyChartSaysSoInEachBlock() throws {
    try withPractice { p in
      let words = try p.browser(p.alice).get("/patients/\(p.pat)/chart").words
      for part in [
        "No allergies recorded", "No problems recorded.", "No medication recorded.", "No encounters recorded.",
        "No immunizations recorded.", "No vital signs recorded.", "No appointment is planned.",
      ] { #expect(words.contains(part), "\(part)") }
    }
  }

  @Test func everyReadingOfAChartIsRecordedWithItsPatient() throws {
    try withPractice { p in
      let browser = try p.browser(p.alice)
      browser.get("/patients/\(p.pat)/chart")
      browser.get("/patients/\(p.pat)/details")
      let audit = try p.audit("chart.read")
      #expect(audit.count == 1)
      #expect(audit.patient == p.pat)
    }
  }

  @Test func clinicalTextNeverReachesTheFrontDesk() throws {
    try withPractice { p in
      try fill(p)
      for user in try [p.bob, p.staff(.admin), p.staff(.biller)] {
        let browser = try p.browser(user)
        #expect(browser.get("/patients/\(p.pat)/chart").status == 403)
        #expect(browser.get("/patients/\(p.pat)").location == "/patients/\(p.pat)/details")
        let body = browser.get("/patients/\(p.pat)/details").body
        for word in ["Penicillin", "Insomnia", "Sertraline", "72 kg", "/chart"] { #expect(!body.contains(word)) }
      }
      let opened = try p.browser(p.alice).get("/patients/\(p.pat)")
      #expect(opened.location == "/patients/\(p.pat)/chart")
      #expect(try p.audit("chart.read").count == 0)
    }
  }

  @Test func aStrangerFindsNothingAndNothingIsRecorded() throws {
    try withPractice { p in
      try withPractice { charlie in
        let browser = try charlie.browser(charlie.alice)
        #expect(browser.get("/patients/\(p.pat)/chart").status == 404)
        #expect(browser.get("/patients/nonsense/chart").status == 404)
        #expect(try charlie.audit("chart.read").count == 0)
      }
      #expect(TestBrowser().get("/patients/\(p.pat)/chart").location == "/sign-in")
      #expect(try p.browser(p.alice).post("/patients/\(p.pat)/chart", [:]).status == 405)
    }
  }

  @Test func aChartCostsOneStatementABlock() throws {
    try withPractice { p in
      try fill(p)
      func cost() throws -> Int {
        let before = p.connection.statementsRun
        try p.asStaff(p.alice, .practitioner) { db in
          _ = try Chart.allergies(p.pat, in: db.reader)
          _ = try Chart.conditions(p.pat, in: db.reader)
          _ = try Chart.medications(p.pat, in: db.reader)
          _ = try Chart.encounters(p.pat, in: db.reader)
          _ = try Chart.immunizations(p.pat, in: db.reader)
          _ = try Chart.vitals(p.pat, in: db.reader)
          _ = try ChartAppointment.all(p.pat, now: .now, in: db.reader)
        }
        return p.connection.statementsRun - before
      }
      #expect(try cost() == 8)
    }
  }

  @Test func longBlocksSayThatThereIsMore() throws {
    try withPractice { p in
      let day = Instant(seconds: 1_600_000_000)
      let visits = (0..<60).map { number in
        record(.encounter, "Visit \(number)", of: p.pat, status: "finished", at: day.adding(days: number))
      }
      try write(visits, p)
      let words = try p.browser(p.alice).get("/patients/\(p.pat)/chart").words
      #expect(words.contains("The latest 50 are shown; there are more."))
      #expect(words.contains("Visit 59"))
      #expect(!words.contains("Visit 9 "))
    }
  }

  @Test func appointmentsStandWithTheirStatusSoonestFirst() throws {
    try withPractice { p in
      let now = Instant(seconds: 1_773_300_000)
      try p.addAppointments(
        for: p.pat,
        at: [(now.adding(days: -3), "noshow"), (now.adding(days: 9), "pending"), (now.adding(days: 5), "booked")])
      let words = try p.browser(p.alice, now: now).get("/patients/\(p.pat)/chart").words
      let soon = try #require(words.range(of: "Booked 17 March 2026, 08:20, Dr Mira Specimen"))
      let later = try #require(words.range(of: "Pending 21 March 2026"))
      #expect(soon.lowerBound < later.lowerBound)
      #expect(words.contains("Did not come 9 March 2026"))
    }
  }

  @Test func inHebrewTheChartRunsFromTheRight() throws {
    try withPractice { p in
      let answer = try p.browser(p.alice).get("/patients/\(p.pat)/chart?lang=he")
      #expect(answer.body.contains("dir=\"rtl\""))
      #expect(answer.words.contains("לא נרשמו אלרגיות"))
    }
  }

  @Test(arguments: ["", "plain", "quote \" backslash \\ <b> & \u{2028}", "עברית\n\ttab\r\u{1}", "😀 e\u{301}"])
  func sealedContentComesBackAsItWas(_ text: String) throws {
    var content = ClinicalContent()
    content.title = text
    content.lines = text.isEmpty ? [] : [text, "", text]
    #expect(try ClinicalContent(json: content.json) == content)
  }

  @Test(arguments: ["", "{", "{\"title\":1}", "{\"title\":\"a\"} ", "{\"other\":\"a\"}", "{\"lines\":[\"a\"", "[]"])
  func contentThatIsDamagedIsRefused(_ json: String) {
    #expect(throws: UnreadableContent.self) { try ClinicalContent(json: json) }
  }
}
