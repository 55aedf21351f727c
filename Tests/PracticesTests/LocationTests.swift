import Core
import TestSupport
import Testing

@Suite struct LocationTests {
  private let valid = ["name": "Annex", "address": "2 Quay", "zone": "Europe/Berlin", "position": "3"]

  /// Makes one and gives its address.
  private func add(_ cast: Cast) throws -> String {
    #expect(cast.browser.post("/settings/locations", valid).location == "/settings/locations?saved=1")
    let id = try #require(cast.browser.get("/settings/locations").value(after: "href=\"/settings/locations/0"))
    return "/settings/locations/0\(id)"
  }

  @Test func aLocationIsAddedChangedAndPutOutOfUse() throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      #expect(cast.browser.get("/settings/locations").words.contains("No location yet"))
      let address = try add(cast)
      #expect(try cast.trail() == ["location.add address,name,position,zone"])
      let page = cast.browser.get(address)
      #expect(page.body.contains("value=\"Annex\""))
      let version = try #require(page.value(after: "name=\"version\" value=\""))
      let changed = valid.merging(["version": version, "name": "Harbour", "position": "1"]) { $1 }
      #expect(cast.browser.post(address, changed).status == 303)
      #expect(try cast.trail() == ["location.change name,position"])
      #expect(cast.browser.post(address, changed).status == 409)
      #expect(cast.browser.post(address + "/deactivation", [:]).status == 303)
      #expect(try cast.trail() == ["location.deactivate is_active"])
      #expect(cast.browser.get("/settings/locations").words.contains("Harbour Out of use"))
      #expect(cast.browser.get("/settings").words.contains("0 locations"))
      #expect(cast.browser.post(address + "/activation", [:]).status == 303)
      #expect(!cast.browser.get("/settings/locations").words.contains("Out of use"))
    }
  }

  @Test(arguments: [("name", ""), ("zone", "Nowhere"), ("position", "-1"), ("position", "1000"), ("position", "a")])
  func whatCannotBeUsedIsRefused(_ field: String, _ value: String) throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      let answer = cast.browser.post("/settings/locations", valid.merging([field: value]) { $1 })
      #expect(answer.status == 422)
      #expect(answer.body.contains("<a href=\"#\(field)\">"))
      #expect(cast.browser.get("/settings/locations").words.contains("No location yet"))
    }
  }

  @Test func theSummaryNamesTheFieldItLeadsTo() throws {
    try withPractice { practice in
      let answer = try Cast(practice).browser.post("/settings/locations", valid.merging(["name": ""]) { $1 })
      #expect(answer.body.contains("<a href=\"#name\">Name: Please fill this in.</a>"))
    }
  }

  @Test func anotherPracticeIsToldApartFromNothing() throws {
    try withPractice { practice in
      let address = try add(try Cast(practice))
      try withPractice { other in
        let stranger = try Cast(other).browser
        #expect(stranger.get(address).status == 404)
        #expect(stranger.post(address, valid).status == 404)
        #expect(stranger.post(address + "/deactivation", [:]).status == 404)
        #expect(!stranger.get("/settings/locations").body.contains("Annex"))
      }
    }
  }

  @Test func theFrontDeskLooksAndDoesNotTouch() throws {
    try withPractice { practice in
      let cast = try Cast(practice)
      let address = try add(cast)
      let frontDesk = try cast.browser(of: practice.bob)
      #expect(frontDesk.get("/settings/locations").status == 200)
      #expect(!frontDesk.get(address).body.contains("/deactivation"))
      #expect(frontDesk.get("/settings/locations/new").status == 403)
      #expect(frontDesk.post("/settings/locations", valid).status == 403)
      #expect(frontDesk.post(address + "/deactivation", [:]).status == 403)
      #expect(TestBrowser().get(address).location == "/sign-in")
      #expect(cast.browser.get("/settings/locations/not-an-id").status == 404)
      #expect(cast.browser.send("DELETE", address, headers: [:], body: []).status == 405)
    }
  }
}
