import Core
import Crypto
@testable import Database
import SQL
import TestSupport
import Testing

@testable import Patients

/// Who orders and fetches copies, and what the pages say.
@Suite struct ExportAccessTests {
  @Test func thePracticeOrdersAndFetches() throws {
    try withPractice { p in
      let patient = try p.add("Erika", "Mustermann", email: "erika@example.org")
      let owner = try p.browser(try p.staff(.owner))
      #expect(owner.get("/patients/\(patient)/privacy").body.contains("/patients/\(patient)/exports\""))
      let empty = owner.get("/patients/\(patient)/exports")
      #expect(empty.status == 200 && empty.words.contains("No copy is ordered"))
      #expect(owner.post("/patients/\(patient)/exports", [:]).status == 303)
      let waiting = owner.get("/patients/\(patient)/exports")
      #expect(waiting.words.contains("It begins in a moment.") && waiting.words.contains("Staff owner"))
      #expect(waiting.body.contains("data-poll=\"/patients/\(patient)/exports/version\""))
      // Twice is once.
      #expect(owner.post("/patients/\(patient)/exports", [:]).status == 303)
      let version = owner.get("/patients/\(patient)/exports/version")
      let tag = try #require(version.response.header("ETag"))
      owner.headers["if-none-match"] = tag
      #expect(owner.get("/patients/\(patient)/exports/version").status == 304)
      try p.buildExports()
      #expect(owner.get("/patients/\(patient)/exports/version").status == 200)
      owner.headers["if-none-match"] = nil
      let export = try #require(try p.exports(of: patient).last)
      #expect(try p.exports(of: patient).count == 1)
      let ready = owner.get("/patients/\(patient)/exports")
      #expect(ready.words.contains("The copy is ready") && ready.words.contains("It is deleted here on"))
      #expect(!ready.body.contains("data-poll"))
      let file = owner.post("/patients/\(patient)/exports/\(export.id)/file", [:])
      #expect(file.status == 200 && file.response.header("Content-Type") == "application/zip")
      #expect(file.response.header("Content-Disposition")?.contains("attachment") == true)
      #expect(file.response.header("Content-Disposition")?.contains("Mustermann") == false)
      #expect(file.response.header("Cache-Control") == "no-store")
      #expect(file.response.body.starts(with: Array("PK".utf8)) && file.response.body.count == export.archiveBytes)
      #expect(owner.get("/patients/\(patient)/exports").words.contains("Last fetched:"))
      #expect(owner.post("/patients/\(patient)/exports/\(export.id)/deletion", [:]).status == 303)
      #expect(owner.get("/patients/\(patient)/exports").words.contains("Deleted:"))
      #expect(try p.exportParts(export.id).isEmpty)
      #expect(try p.exportActions() == ["order", "build", "fetch", "gone"])
    }
  }

  /// The copy holds the chart: it is for those who may read one.
  @Test func rolesWithoutTheChartGetNone() throws {
    try withPractice { p in
      let id = try p.orderExport(of: p.pat, by: .staff(nil))
      try p.buildExports()
      for role in [Role.admin, .frontDesk, .biller, .supervisor] {
        let browser = try p.browser(try p.staff(role))
        #expect(browser.get("/patients/\(p.pat)/exports").status == 403, "\(role)")
        #expect(browser.post("/patients/\(p.pat)/exports", [:]).status == 403)
        #expect(browser.post("/patients/\(p.pat)/exports/\(id)/file", [:]).status == 403)
        #expect(!browser.get("/patients/\(p.pat)/privacy").body.contains("/exports\""))
      }
      #expect(try p.browser(p.alice).get("/patients/\(p.pat)/exports").status == 200)
    }
  }

  /// Practitioners reach their own patients, where the practice wants it so.
  @Test func aPractitionerOfOthersIsRefused() throws {
    try withPractice { p in
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.own", "practices_practice", nil)) { tx in
          try tx.execute("UPDATE practices_practice SET practitioners_see = 'own' WHERE practice_id = \(tx.scope)")
        }
      }
      let id = try p.orderExport(of: p.pat, by: .staff(p.alice))
      try p.buildExports()
      let alice = try p.browser(p.alice)
      for target in ["exports", "exports/version"] { #expect(alice.get("/patients/\(p.pat)/\(target)").status == 403) }
      for target in ["exports", "exports/\(id)/file", "exports/\(id)/deletion", "exports/\(id)/retry"] {
        #expect(alice.post("/patients/\(p.pat)/\(target)", [:]).status == 403, "\(target)")
      }
      #expect(try p.exports(of: p.pat).map(\.state) == [.ready])
    }
  }

  @Test func anOrderIsFoundUnderItsOwnPatientAlone() throws {
    try withPractice { p in
      let other = try p.add("Other", "Person")
      let id = try p.orderExport(of: p.pat, by: .staff(p.alice))
      let own = try p.orderExport(of: p.pat)
      try p.buildExports()
      let alice = try p.browser(p.alice)
      for target in ["file", "deletion", "retry"] {
        #expect(alice.post("/patients/\(other)/exports/\(id)/\(target)", [:]).status == 404)
        #expect(alice.post("/patients/\(p.pat)/exports/\(own)/\(target)", [:]).status == 404, "the patient's own order")
      }
      let stranger = try withPractice { q in try q.browser(q.alice) }
      #expect(stranger.get("/patients/\(p.pat)/exports").status == 404)
      #expect(stranger.post("/patients/\(p.pat)/exports/\(id)/file", [:]).status == 404)
      #expect(try p.exports(of: p.pat).map(\.state) == [.ready, .ready])
    }
  }

  @Test func aFactorOfMoreThanFiveMinutesAgoIsNotEnough() throws {
    try withPractice { p in
      let alice = try p.browser(p.alice)
      let id = try p.orderExport(of: p.pat, by: .staff(p.alice))
      try p.buildExports()
      alice.now = alice.now.adding(minutes: 6)
      #expect(alice.post("/patients/\(p.pat)/exports", [:]).status == 423)
      #expect(alice.post("/patients/\(p.pat)/exports/\(id)/file", [:]).status == 423)
      #expect(alice.get("/patients/\(p.pat)/exports").status == 200, "looking does not need it")
      #expect(try p.exportActions() == ["order", "build"])
    }
  }

  @Test func aRestrictedRecordIsStillCopied() throws {
    try withPractice { p in
      let alice = try p.browser(p.alice)
      #expect(!alice.get("/patients/\(p.pat)/exports").words.contains("restricted"))
      #expect(alice.post("/patients/\(p.pat)/restriction", [:]).status == 303)
      #expect(alice.get("/patients/\(p.pat)/exports").words.contains("A copy for the patient is allowed all the same"))
      #expect(alice.post("/patients/\(p.pat)/exports", [:]).status == 303)
      try p.buildExports()
      #expect(try p.exports(of: p.pat).map(\.state) == [.ready])
    }
  }

  @Test(arguments: [Language.de, .he]) func thePagesSpeakTheReadersLanguage(_ language: Language) throws {
    try withPractice { p in
      try p.asOperator { db in
        try db.transaction(AuditEvent("test.language", "identity_user", nil)) { tx in
          try tx.execute(
            "UPDATE identity_user SET language = \(language.rawValue) WHERE practice_id = \(tx.scope) AND id = \(p.alice)"
          )
        }
      }
      let alice = try p.browser(p.alice)
      let words = ExportFixture.catalogs.localizer(for: language)
      let page = alice.get("/patients/\(p.pat)/exports")
      #expect(page.body.contains("dir=\"\(language.direction)\""))
      #expect(page.words.contains(words.text("patients.export.none")) && !page.body.contains("patients.export."))
      #expect(alice.post("/patients/\(p.pat)/exports", [:]).status == 303)
      try p.buildExports()
      #expect(alice.get("/patients/\(p.pat)/exports").words.contains(words.text("patients.export.isReady")))
    }
  }
}
