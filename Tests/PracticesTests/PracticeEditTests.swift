import Core
import Foundation
import TestSupport
import Testing

@Suite struct PracticeEditTests {
  private let valid = [
    "name": "Praxis  am Hafen", "address": "Kai 1\r\n10999 Musterstadt\r\n\r\n", "phone": "+49 30 23125 000",
    "email": "Empfang@Hafen.example", "emergencyLine": "112", "zone": "Europe/Vienna", "language": "de",
    "currency": "CHF", "booksOnline": "1",
    "clock": "12", "week": "7", "accent": "#7A2B73", "idle": "12", "practitionersSee": "own",
  ]

  @Test func theOwnerChangesTheProfileAndTheTrailNamesTheFields() throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      let page = cast.browser.get("/settings/practice")
      #expect(page.status == 200)
      #expect(page.body.contains("<option value=\"Europe/Berlin\" selected>"))
      let version = try #require(page.value(after: "name=\"version\" value=\""))
      let answer = cast.browser.post("/settings/practice", valid.merging(["version": version]) { $1 })
      #expect(answer.status == 303)
      #expect(answer.location == "/settings/practice?saved=1")
      let after = cast.browser.get("/settings/practice?saved=1")
      #expect(after.words.contains("Saved."))
      #expect(after.body.contains("value=\"Praxis am Hafen\""))
      #expect(after.body.contains("Kai 1\n10999 Musterstadt</textarea>"))
      #expect(after.body.contains("value=\"#7a2b73\""))
      #expect(after.body.contains("<option value=\"Europe/Vienna\" selected>"))
      #expect(
        try cast.trail() == [
          "practice.change accent,address,clock,currency,email,idle,language,name,phone,practitionersSee,week,zone"
        ])
    }
  }

  @Test(arguments: [
    ("name", " "), ("name", String(repeating: "a", count: 121)), ("address", String(repeating: "ä", count: 301)),
    ("phone", "call me"), ("email", "desk@hafen"), ("emergencyLine", "12"), ("emergencyLine", "help!"),
    ("zone", "Europe/Atlantis"), ("zone", "../etc/passwd"), ("language", "fr"), ("currency", "XXX"), ("clock", "13"),
    ("week", "2"), ("idle", "9"), ("idle", "16"), ("idle", "x"), ("practitionersSee", "some"), ("accent", "#12345"),
    ("accent", "red"), ("accent", "#12345g"), ("accent", "#7a2b73; } body { x"),
  ])
  func whatCannotBeUsedIsRefusedAtItsFieldAndKept(_ field: String, _ value: String) throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      let version = try #require(cast.browser.get("/settings/practice").value(after: "name=\"version\" value=\""))
      let answer = cast.browser.post(
        "/settings/practice", valid.merging(["version": version, field: value]) { $1 })
      #expect(answer.status == 422)
      #expect(answer.body.contains("<a href=\"#\(field)\">"))
      #expect(answer.body.contains("id=\"\(field)-error\""))
      #expect(answer.body.contains("value=\"Praxis  am Hafen\"") || field == "name")
      #expect(try cast.trail() == ["test.session "])
    }
  }

  @Test func theCurrencyStaysOnceSomethingHasAPrice() throws {
    let clinic = try Clinic()
    let cast = try Cast(clinic.practice)
    let version = try #require(cast.browser.get("/settings/practice").value(after: "name=\"version\" value=\""))
    let refused = cast.browser.post("/settings/practice", valid.merging(["version": version]) { $1 })
    #expect(refused.status == 422)
    #expect(refused.words.contains("prices in EUR"))
    let kept = cast.browser.post("/settings/practice", valid.merging(["version": version, "currency": "EUR"]) { $1 })
    #expect(kept.status == 303)
  }

  @Test func whoSavesAnOlderVersionSeesBoth() throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      let version = try #require(cast.browser.get("/settings/practice").value(after: "name=\"version\" value=\""))
      #expect(cast.browser.post("/settings/practice", valid.merging(["version": version]) { $1 }).status == 303)
      let late = valid.merging(["version": version, "name": "My own name", "currency": "EUR", "accent": "#7a2b73"]) {
        $1
      }
      let conflict = cast.browser.post("/settings/practice", late)
      #expect(conflict.status == 409)
      #expect(conflict.body.contains("value=\"My own name\""))
      #expect(conflict.words.contains("Saved meanwhile: Praxis am Hafen"))
      #expect(conflict.words.contains("Saved meanwhile: CHF"))
      #expect(!conflict.body.contains("id=\"accent-stored\""))
      let newer = try #require(conflict.value(after: "name=\"version\" value=\""))
      #expect(cast.browser.post("/settings/practice", late.merging(["version": newer]) { $1 }).status == 303)
      #expect(cast.browser.get("/settings/practice").body.contains("value=\"My own name\""))
    }
  }

  @Test func nothingChangedWritesNothing() throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      let version = try #require(cast.browser.get("/settings/practice").value(after: "name=\"version\" value=\""))
      let fields = valid.merging(["version": version, "accent": "#7a2b73"]) { $1 }
      #expect(cast.browser.post("/settings/practice", fields).status == 303)
      let next = try #require(cast.browser.get("/settings/practice").value(after: "name=\"version\" value=\""))
      #expect(cast.browser.post("/settings/practice", fields.merging(["version": next]) { $1 }).status == 303)
      #expect(cast.browser.get("/settings/practice").value(after: "name=\"version\" value=\"") == next)
      #expect(try cast.trail(2).filter { $0.hasPrefix("practice.change") }.count == 1)
    }
  }

  @Test func onlineBookingIsSwitchedOffAndOnAgain() throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      let on = cast.browser.get("/settings/practice")
      #expect(on.body.contains("id=\"booksOnline\" name=\"booksOnline\" value=\"1\" checked"))
      #expect(!cast.browser.get("/settings").words.contains("no online booking"))
      var fields = valid.merging(["version": try #require(on.value(after: "name=\"version\" value=\""))]) { $1 }
      // A browser sends nothing for a box that is not ticked.
      fields["booksOnline"] = nil
      #expect(cast.browser.post("/settings/practice", fields).status == 303)
      #expect(try cast.trail().first?.contains("booksOnline") == true)
      let off = cast.browser.get("/settings/practice")
      #expect(off.body.contains("id=\"booksOnline\" name=\"booksOnline\" value=\"1\" aria-describedby"))
      #expect(cast.browser.get("/settings").words.contains("no online booking"))
      fields["version"] = off.value(after: "name=\"version\" value=\"")
      fields["booksOnline"] = "1"
      fields["accent"] = "#7a2b73"
      #expect(cast.browser.post("/settings/practice", fields).status == 303)
      #expect(try cast.trail() == ["practice.change booksOnline"])
    }
  }

  @Test func othersReachOnlyWhatTheirRoleAllows() throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      let frontDesk = try cast.browser(of: practice.bob)
      let page = frontDesk.get("/settings/practice")
      #expect(page.status == 200)
      #expect(page.body.contains("<fieldset class=\"card card-pad\" disabled>"))
      #expect(!page.body.contains("action=\"/settings/logo\""))
      #expect(frontDesk.post("/settings/practice", valid).status == 403)
      #expect(frontDesk.post("/settings/logo/deletion", [:]).status == 403)
      #expect(try cast.browser(of: practice.alice).get("/settings/practice").status == 403)
      #expect(TestBrowser().get("/settings/practice").location == "/sign-in")
      #expect(cast.browser.send("PUT", "/settings/practice", headers: [:], body: []).status == 405)
      #expect(cast.browser.post("/settings/practice", valid, csrf: "wrong").status == 403)
    }
  }

  @Test func hebrewRunsFromRightToLeft() throws {
    try withPractice { practice in
      let page = try Cast(practice).browser.get("/settings/practice?lang=he")
      #expect(page.body.contains("<html lang=\"he\" dir=\"rtl\""))
      #expect(page.words.contains("אזור זמן"))
    }
  }

  @Test func textOfPeopleIsEscaped() throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      let version = try #require(cast.browser.get("/settings/practice").value(after: "name=\"version\" value=\""))
      let fields = valid.merging(["version": version, "name": "<script>\"'&", "address": "</textarea><b>"]) { $1 }
      #expect(cast.browser.post("/settings/practice", fields).status == 303)
      let page = cast.browser.get("/settings/practice")
      #expect(!page.body.contains("<script>\"'&"))
      #expect(!page.body.contains("</textarea><b>"))
      #expect(page.body.contains("&lt;script&gt;&quot;&#39;&amp;"))
    }
  }
}
