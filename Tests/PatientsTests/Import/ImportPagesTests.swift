import Core
import Database
import SQL
import Testing
import TestSupport

@testable import Patients
@testable import Server

@Suite struct ImportPagesTests {
  @discardableResult
  private func upload(_ browser: TestBrowser, _ files: [(String, [UInt8])]) -> TestResponse {
    browser.get("/patients/import")
    let mark = "----boundary7MA4YWxkTrZu0gW"
    let token = "--\(mark)\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(browser.csrf)\r\n"
    var body = Array(token.utf8)
    for (name, content) in files {
      let head = "--\(mark)\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\(name)\"\r\n"
      body += Array((head + "Content-Type: application/json\r\n\r\n").utf8) + content + Array("\r\n".utf8)
    }
    body += Array("--\(mark)--\r\n".utf8)
    return browser.send(
      "POST", "/patients/import",
      headers: [
        "content-type": "multipart/form-data; boundary=\(mark)", "origin": "https://praxis.example",
        "sec-fetch-site": "same-origin",
      ], body: body)
  }

  @Test func aFileIsShownFirstThenImportedThenUndone() throws {
    try withPractice { p in
      let before = try p.rows("Condition")
      let browser = try p.browser(p.staff(.owner))
      let sent = upload(browser, [("C:\\records\\Testa <b>.json", try ImportFixture.bundle())])
      #expect(sent.status == 303)
      let path = try #require(sent.location)
      let preview = browser.get(path)
      #expect(preview.words.contains("What would be imported"))
      #expect(preview.unescaped.contains("Testa <b>.json"))
      #expect(preview.words.contains("Import 7 new rows"))
      #expect(try p.rows("Condition") == before)
      let confirmed = browser.post(path + "/confirmation", [:])
      #expect(confirmed.location == path)
      #expect(try p.rows("Condition") == before + 1)
      let result = browser.get(path)
      #expect(result.words.contains("Created 7"))
      #expect(result.words.contains("Mustermann"))
      let kept = try p.count { db in
        "SELECT COUNT(*) FROM patients_import WHERE practice_id = \(db.scope) AND sealed_content IS NOT NULL"
      }
      #expect(kept == 0)
      #expect(browser.post(path + "/undo", [:]).location == path)
      #expect(try p.rows("Condition") == before)
      #expect(browser.get(path).words.contains("Undone"))
      #expect(browser.get("/patients/import").words.contains("Undone"))
      #expect(browser.post(path + "/undo", [:]).status == 409)
      for action in ["import.preview", "import.confirm", "import.undo"] {
        #expect(try p.audit(action).count == 1, "\(action)")
      }
    }
  }

  @Test func confirmingTwiceImportsOnce() throws {
    try withPractice { p in
      let browser = try p.browser(p.staff(.owner))
      let path = try #require(upload(browser, [("a.json", try ImportFixture.bundle())]).location)
      browser.get(path)
      browser.post(path + "/confirmation", [:])
      #expect(browser.post(path + "/confirmation", [:]).location == path)
      #expect(try p.rows("Condition") == 1)
      #expect(try p.audit("import.confirm").count == 1)
    }
  }

  @Test func aPersonWhoLooksAlikeMustBeDecidedAbout() throws {
    try withPractice { p in
      let known = try p.add("Testa Probe", "Mustermann-Beispiel", born: "1980-02-29")
      let browser = try p.browser(p.staff(.owner))
      let path = try #require(upload(browser, [("a.json", try ImportFixture.bundle())]).location)
      #expect(browser.get(path).words.contains("This may be the same person"))
      let refused = browser.post(path + "/confirmation", [:])
      #expect(refused.status == 422)
      #expect(refused.words.contains("Say what to do with this person."))
      #expect(refused.body.contains("href=\"#person-0\""))
      #expect(try p.rows("Condition") == 0)
      // Only a person who was offered can be chosen.
      #expect(browser.post(path + "/confirmation", ["person-0": "\(p.pat)"]).status == 422)
      #expect(browser.post(path + "/confirmation", ["person-0": "\(known)"]).status == 303)
      let attached = try p.count { db in
        "SELECT COUNT(*) FROM clinical_condition WHERE practice_id = \(db.scope) AND patient_id = \(known)"
      }
      #expect(attached == 1)
    }
  }

  @Test func undoNamesWhatIsInTheWayAndDeletesNothing() throws {
    try withPractice { p in
      let browser = try p.browser(p.staff(.owner))
      let path = try #require(upload(browser, [("a.json", try ImportFixture.bundle())]).location)
      browser.get(path)
      browser.post(path + "/confirmation", [:])
      let patient = try p.imported()
      try p.addAppointments(for: patient, at: [(.now, "booked"), (.now, "cancelled")])
      browser.get(path)
      let answer = browser.post(path + "/undo", [:])
      #expect(answer.status == 409)
      #expect(answer.words.contains("2 appointments"))
      #expect(answer.body.contains("href=\"/patients/\(patient)\""))
      #expect(try p.rows("Condition") == 1)
    }
  }

  @Test func oneBadFileMeansThatNoneIsKept() throws {
    try withPractice { p in
      let browser = try p.browser(p.staff(.owner))
      let answer = upload(
        browser, [("good.json", try ImportFixture.bundle()), ("bad.json", Array("{\"a\" 1}".utf8))])
      #expect(answer.status == 422)
      #expect(answer.words.contains("bad.json The file is not JSON. Line 1, column 6: A colon is expected here."))
      #expect(answer.words.contains("None of the files was kept"))
      #expect(try p.rows("import") == 0)
      #expect(upload(browser, []).words.contains("Choose at least one file."))
    }
  }

  @Test func aFileAboveTheLimitIsNamedWithItsSize() throws {
    try withPractice { p in
      let large = [UInt8](repeating: 0x20, count: ImportLimits.upload + 1)
      let answer = upload(try p.browser(p.staff(.owner)), [("large.json", large)])
      #expect(answer.status == 422)
      #expect(answer.words.contains("large.json The file has 15 MB; at most 15 MB can be uploaded."))
    }
  }

  @Test func aFileNearTheLimitCanBeKeptUntilItIsConfirmed() throws {
    try withPractice { p in
      let browser = try p.browser(p.staff(.owner))
      let bundle = try ImportFixture.bundle()
      let padded = bundle + [UInt8](repeating: 0x0a, count: ImportLimits.upload - bundle.count)
      let path = try #require(upload(browser, [("a.json", padded)]).location)
      #expect(browser.get(path).words.contains("Import 7 new rows"))
    }
  }

  @Test func aDiscardedFileIsGone() throws {
    try withPractice { p in
      let browser = try p.browser(p.staff(.owner))
      let path = try #require(upload(browser, [("a.json", try ImportFixture.bundle())]).location)
      browser.get(path)
      #expect(browser.post(path + "/discard", [:]).location == "/patients/import")
      #expect(browser.get(path).status == 404)
      #expect(try p.rows("import") == 0)
    }
  }

  @Test func aPreviewNobodyConfirmsIsErasedWithTheNextUpload() throws {
    try withPractice { p in
      let owner = try p.staff(.owner)
      let early = try p.browser(owner, now: Instant.now.adding(hours: -30))
      let old = try #require(upload(early, [("old.json", try ImportFixture.bundle())]).location)
      let browser = try p.browser(owner)
      upload(browser, [("new.json", try ImportFixture.bundle())])
      #expect(browser.get(old).status == 404)
      #expect(try p.rows("import") == 1)
    }
  }

  @Test func anAdministratorWhoMayNotReadChartsSeesNoClinicalText() throws {
    try withPractice { p in
      let file = try ImportFixture.bundle()
      let title = try #require(
        try ImportPlan.read(file, limit: .max).values.compactMap { value in
          if case .condition(let condition) = value { condition.code.text } else { nil }
        }.first)
      let admin = try p.browser(p.staff(.admin))
      let path = try #require(upload(admin, [("a.json", file)]).location)
      #expect(!admin.get(path).unescaped.contains(title))
      #expect(try p.browser(p.staff(.owner)).get(path).unescaped.contains(title))
    }
  }

  @Test func fileNamesAreNeverStoredInTheClear() throws {
    try withPractice { p in
      upload(try p.browser(p.staff(.owner)), [("Erika_Mustermann.json", try ImportFixture.bundle())])
      let clear = try p.count { db in
        """
        SELECT COUNT(*) FROM patients_import WHERE practice_id = \(db.scope)
          AND (file_name LIKE '%Erika%' OR FROM_BASE64(file_name) LIKE '%Erika%')
        """
      }
      #expect(clear == 0)
    }
  }

  @Test func everyAddressKeepsItsLadder() throws {
    try withPractice { p in
      let owner = try p.browser(p.staff(.owner))
      let path = try #require(upload(owner, [("a.json", try ImportFixture.bundle())]).location)
      for user in [p.bob, p.alice] {
        let browser = try p.browser(user)
        #expect(browser.get("/patients/import").status == 403)
        #expect(browser.get(path).status == 403)
        #expect(browser.post(path + "/confirmation", [:]).status == 403)
        #expect(browser.post(path + "/undo", [:]).status == 403)
      }
      #expect(TestBrowser().get(path).location == "/sign-in")
      #expect(owner.get(path + "/discard").status == 405)
      #expect(owner.get(path + "/confirmation").location == path)
      #expect(owner.post(path + "/confirmation", [:], csrf: "wrong").status == 403)
      try withPractice { other in
        let stranger = try other.browser(other.staff(.owner))
        stranger.get("/patients/import")
        #expect(stranger.get(path).status == 404)
        for action in ["confirmation", "undo", "discard"] {
          #expect(stranger.post(path + "/" + action, [:]).status == 404, "\(action)")
        }
        #expect(stranger.get("/patients/import/nonsense").status == 404)
      }
      #expect(try p.rows("Condition") == 0)
    }
  }

  @Test func inHebrewAndGermanTheReasonsAreSaidToo() throws {
    try withPractice { p in
      let browser = try p.browser(p.staff(.owner))
      browser.get("/patients/import?lang=he")
      let hebrew = upload(browser, [("bad.json", Array("{\"a\" 1}".utf8))])
      #expect(hebrew.body.contains("dir=\"rtl\""))
      #expect(hebrew.words.contains("הקובץ אינו JSON. שורה 1, עמודה 6: כאן צריך להופיע סימן נקודתיים."))
      browser.get("/patients/import?lang=de")
      let german = upload(browser, [("bad.json", Array("<a/>".utf8))])
      #expect(german.words.contains("Die Datei ist XML."))
    }
  }
}
