import Core
import Foundation
import TestSupport
import Testing

@Suite struct ScheduleSettingsServiceTests {
  private func fields(_ cast: SettingsCast, _ changes: [String: String] = [:]) -> [(String, String)] {
    let plain = [
      "name": "Massage", "description": "Back and shoulders.", "minutes": "45", "bufferBefore": "5",
      "bufferAfter": "10",
      "step": "15", "price": "72.50", "mode": "inPerson", "notice": "60", "horizon": "120", "cancelNotice": "2880",
      "lateFee": "20", "openLimit": "2", "approval": "48", "audience": "known", "screening": "Is it urgent?\nNew pain?",
      "deposit": "15", "clusters": "1", "color": "4", "position": "3", "booksOnline": "1", "places": "1",
    ].merging(changes) { $1 }
    return plain.sorted { $0.key < $1.key } + [
      ("practitioners[]", "\(cast.clinic.mira)"), ("practitioners[]", "\(cast.clinic.jonas)"),
      ("rooms[]", "\(cast.clinic.room)"),
    ]
  }

  @Test func aServiceIsAddedWithEverythingItNeeds() throws {
    let cast = try SettingsCast()
    #expect(
      cast.browser.get("/settings/services/new").body.contains("name=\"practitioners[]\" value=\"\(cast.clinic.mira)\"")
    )
    #expect(cast.post("/settings/services", fields(cast)).location == "/settings/services?saved=1")
    #expect(
      try cast.trail() == [
        "service.add approval,audience,booksOnline,bufferAfter,bufferBefore,cancelNotice,clusters,color,deposit,"
          + "description,horizon,lateFee,minutes,mode,name,notice,openLimit,places,position,practitioners,price,rooms,"
          + "screening,step"
      ])
    let list = cast.browser.get("/settings/services")
    #expect(list.words.contains("Massage 45 minutes · €72.50 · At the practice"))
    let id = try #require(
      list.body.components(separatedBy: "Massage").first?.components(separatedBy: "/settings/services/").last?.prefix(
        36))
    let page = cast.browser.get("/settings/services/\(id)")
    #expect(page.body.contains("value=\"72.50\""))
    #expect(page.body.contains("value=\"\(cast.clinic.jonas)\" checked"))
    #expect(!page.body.contains("value=\"\(cast.clinic.device)\" checked"))
    // It can be booked at once.
    #expect(TestBrowser().get("/\(cast.clinic.slug)/book").words.contains("Massage"))
  }

  @Test(arguments: [
    ("name", ""), ("description", String(repeating: "x", count: 501)), ("minutes", "0"), ("minutes", "725"),
    ("minutes", "31"),
    ("bufferBefore", "125"), ("bufferAfter", "3"), ("step", "0"), ("step", "245"), ("price", "-1"), ("price", "1.234"),
    ("price", ""), ("price", "100000001"), ("lateFee", "abc"), ("mode", "phone"), ("notice", "129601"),
    ("horizon", "0"),
    ("horizon", "731"), ("cancelNotice", "43201"), ("color", "9"), ("position", "1000"), ("openLimit", "51"),
    ("openLimit", "-1"), ("approval", "337"), ("places", "0"), ("places", "61"),
    ("audience", "friends"), ("deposit", "1.234"), ("screening", "1\n2\n3\n4\n5\n6"),
    ("screening", String(repeating: "x", count: 201)),
  ])
  func whatCannotBeUsedIsRefusedAtItsField(_ field: String, _ value: String) throws {
    let cast = try SettingsCast()
    let answer = cast.post("/settings/services", fields(cast, [field: value]))
    #expect(answer.status == 422)
    #expect(answer.body.contains("<a href=\"#\(field)\">"))
    #expect(answer.body.contains("id=\"\(field)-error\""))
    #expect(answer.body.contains("value=\"\(cast.clinic.jonas)\" checked"))
    #expect(!cast.browser.get("/settings/services").words.contains("Massage"))
  }

  @Test func amountsAreReadInTheLanguageOfThePage() throws {
    let cast = try SettingsCast()
    _ = cast.browser.get("/settings/services/new?lang=de")
    #expect(cast.post("/settings/services", fields(cast, ["price": "72,50"])).status == 303)
    #expect(cast.browser.get("/settings/services").words.contains("72,50"))
    #expect(cast.post("/settings/services", fields(cast, ["price": "1.500"])).status == 422)
  }

  @Test func resourcesOfOthersAreRefused() throws {
    let cast = try SettingsCast()
    let stranger = try SettingsCast()
    let answer = cast.post("/settings/services", fields(cast) + [("devices[]", "\(stranger.clinic.device)")])
    #expect(answer.status == 422)
    #expect(answer.body.contains("<a href=\"#devices\">"))
    // A room is nobody who offers anything.
    let swapped = cast.post("/settings/services", fields(cast) + [("practitioners[]", "\(cast.clinic.room)")])
    #expect(swapped.status == 422)
  }

  @Test func aChangeNamesItsFieldsAndAnOlderFormIsAConflict() throws {
    let cast = try SettingsCast()
    let address = "/settings/services/\(cast.clinic.talk)"
    let version = try cast.version(cast.browser.get(address))
    let same: [String: String] = [
      "name": "Talk", "description": "", "minutes": "50", "bufferBefore": "0", "bufferAfter": "0", "step": "30",
      "price": "95.00",
      "lateFee": "20.00", "notice": "120", "horizon": "90", "cancelNotice": "1440", "color": "1", "position": "0",
      "approval": "0", "openLimit": "0", "audience": "everybody", "screening": "", "deposit": "0.00",
      "version": version,
    ]
    let onlyPrice = fields(cast, same.merging(["price": "99"]) { $1 }).filter {
      !["rooms[]", "clusters"].contains($0.0)
    }
    #expect(cast.post(address, onlyPrice).status == 303)
    let changed = try cast.trail()
    #expect(changed == ["service.change price"])
    let late = cast.post(address, fields(cast, same))
    #expect(late.status == 409)
    #expect(late.words.contains("Saved meanwhile: 99.00"))
    #expect(late.body.contains("id=\"rooms-stored\""))
    let again = fields(cast, same.merging(["version": try cast.version(late)]) { $1 }).filter { $0.0 != "clusters" }
    #expect(cast.post(address, again).status == 303)
    #expect(try cast.trail() == ["service.change price,rooms"])
  }

  @Test func aServiceWithAppointmentsIsPutOutOfUseAfterAWarning() throws {
    let cast = try SettingsCast()
    let address = "/settings/services/\(cast.clinic.talk)"
    try cast.book(cast.clinic.mira, at: try cast.ahead(days: 3, hour: 10).instant)
    let warning = cast.browser.post(address + "/deactivation", [:])
    #expect(warning.status == 422)
    #expect(
      warning.words.contains("Put Talk out of use?") && warning.words.contains("1 appointment is already booked."))
    #expect(TestBrowser().get("/\(cast.clinic.slug)/book").words.contains("Talk"))
    #expect(cast.browser.post(address + "/deactivation", ["confirmed": "1"]).status == 303)
    #expect(try cast.trail() == ["service.deactivate is_active"])
    #expect(!TestBrowser().get("/\(cast.clinic.slug)/book").words.contains("Talk"))
    #expect(cast.browser.post(address + "/activation", [:]).status == 303)
    // Without appointments there is nothing to ask.
    #expect(cast.browser.post("/settings/services/\(cast.clinic.scan)/deactivation", [:]).status == 303)
  }

  @Test func whoMayWhat() throws {
    let cast = try SettingsCast()
    let stranger = try SettingsCast()
    let address = "/settings/services/\(cast.clinic.talk)"
    let frontDesk = try cast.browser(of: cast.practice.bob)
    #expect(frontDesk.get("/settings/services").status == 200)
    #expect(frontDesk.get(address).body.contains("disabled"))
    #expect(frontDesk.get("/settings/services/new").status == 403)
    #expect(cast.post(address, fields(cast), frontDesk).status == 403)
    #expect(frontDesk.post(address + "/deactivation", [:]).status == 403)
    #expect(try cast.browser(of: cast.practice.alice).get(address).status == 403)
    #expect(TestBrowser().get(address).location == "/sign-in")
    #expect(stranger.browser.get(address).status == 404)
    #expect(stranger.browser.post(address + "/deactivation", [:]).status == 404)
    #expect(!stranger.browser.get("/settings/services").body.contains("\(cast.clinic.talk)"))
    #expect(cast.browser.send("DELETE", address, headers: [:], body: []).status == 405)
    #expect(cast.browser.get(address + "?lang=he").body.contains("dir=\"rtl\""))
  }
}
