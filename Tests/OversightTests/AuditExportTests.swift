import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import TestSupport
import Testing

@testable import Oversight

@Suite struct AuditExportTests {
  /// Rows of a file as RFC 4180 has them.
  private func parse(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = String.UnicodeScalarView()
    var isQuoted = false
    for scalar in text.unicodeScalars {
      switch (scalar, isQuoted) {
      case ("\"", _): isQuoted.toggle()
      case (",", false):
        row.append(String(cell))
        cell = String.UnicodeScalarView()
      case ("\r", false): continue
      case ("\n", false):
        rows.append(row + [String(cell)])
        row = []
        cell = String.UnicodeScalarView()
      default: cell.append(scalar)
      }
    }
    return rows
  }

  @Test func theOwnerGetsAFileWithEveryEventAndNamesInWords() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      try p.event("chart.read", by: .staff(p.alice, .practitioner), patient: p.pat, fields: ["a", "b"])
      let browser = try p.browser(owner)
      #expect(browser.get("/audit").body.contains("action=\"/audit/export\""))
      let file = browser.post("/audit/export", [:])
      #expect(file.status == 200)
      #expect(file.response.header("Content-Type") == "text/csv; charset=utf-8")
      #expect(file.response.header("Content-Disposition")?.hasPrefix("attachment; filename=\"audit-") == true)
      #expect(file.response.header("Cache-Control") == "no-store")
      #expect(file.response.body.starts(with: [0xEF, 0xBB, 0xBF]))
      let rows = parse(String(file.body.unicodeScalars.dropFirst()))
      #expect(rows.first?.first == "Number")
      #expect(Set(rows.map(\.count)) == [18])
      let read = try #require(rows.first { $0[8] == "chart.read" })
      #expect(read[3] == "\(p.alice)" && read[4] == "Alice Specimen" && read[5] == "Practitioner")
      #expect(read[9] == "Chart opened" && read[12] == "\(p.pat)" && read[13] == "Pat Example" && read[14] == "a,b")
      let numbers = rows.dropFirst().compactMap { Int($0[0]) }
      #expect(numbers == Array(1...numbers.count), "oldest first, none left out")
    }
  }

  @Test func theFilterHoldsForTheFile() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      try p.event("chart.read", by: .staff(p.alice, .practitioner), patient: p.pat)
      try p.event("patient.update", by: .staff(p.bob, .frontDesk), patient: p.pat)
      let file = try p.browser(owner).post("/audit/export", ["person": "\(p.bob)", "from": "2020-01-01"])
      #expect(parse(file.body).map { $0[8] } == ["Action", "patient.update"])
    }
  }

  @Test func noCellIsAFormula() throws {
    try withPractice { p in
      let owner = try p.staff(.owner, name: "=HYPERLINK(\"x\")")
      let evil = try p.patient("@SUM(1)", "-2+3")
      try p.event("chart.read", by: .staff(owner, .owner), patient: evil)
      let file = try p.browser(owner).post("/audit/export", ["patient": "\(evil)"])
      #expect(file.body.contains("\"'=HYPERLINK(\"\"x\"\")\""))
      #expect(file.body.contains("\"'@SUM(1) -2+3\""))
    }
  }

  @Test func takingACopyIsWrittenDownWithWhatWasAskedFor() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      try p.browser(owner).post("/audit/export", ["patient": "\(p.pat)", "from": "2020-01-01"])
      let event = try p.asOperator { db in
        try db.reader.first(
          """
          SELECT actor_id, fields, patient_id FROM audit_event
          WHERE practice_id = \(db.scope) AND action = 'audit.export'
          """
        ) { "\(try $0.id(0) as UserID) \(try $0.text(1)) \(try $0.id(2) as PatientID)" }
      }
      #expect(event == "\(owner) patient,from \(p.pat)")
    }
  }

  @Test func onlyOwnersMayAndOnlyWithATokenOfTheirs() throws {
    try withPractice { p in
      let admin = try p.browser(try p.staff(.admin))
      #expect(!admin.get("/audit").body.contains("/audit/export"))
      #expect(admin.post("/audit/export", [:]).status == 403)
      let owner = try p.browser(try p.staff(.owner))
      #expect(owner.post("/audit/export", [:], csrf: "wrong").status == 403)
      #expect(owner.post("/audit/export", ["from": "2026-02-30"]).status == 422)
      #expect(owner.get("/audit/export").location == "/audit")
      #expect(try !p.actions().contains("audit.export"))
    }
  }

  /// A file that ends early would look complete.
  @Test func tooManyEventsAreRefusedInWords() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      let root = try TestServer.connectAsRoot()
      let id = Hex.encode(try p.asOperator { $0.scope.practice.id.bytes })
      try root.runScript(
        """
        INSERT INTO audit_event (practice_id, seq, at, actor_kind, role, address, request_id, action, entity, mac)
        SELECT x'\(id)', 1000 + seq, '2025-01-01', 'job', '', '', '', 'notice.send', '', REPEAT(x'00', 32)
        FROM seq_1_to_50000
        """)
      let browser = try p.browser(owner)
      let answer = browser.post("/audit/export", [:])
      #expect(answer.status == 422)
      #expect(answer.words.contains("More than 50000 entries fit"))
      #expect(browser.post("/audit/export", ["to": "2025-01-01"]).status == 200, "exactly as many as fit")
    }
  }
}
