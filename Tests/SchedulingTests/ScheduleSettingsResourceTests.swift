import Core
import TestSupport
import Testing

@Suite struct ScheduleSettingsResourceTests {
  private let person = [
    "name": "Noa Placeholder", "title": "Therapist", "location": "", "user": "", "color": "3", "position": "7",
  ]

  @Test func aPractitionerIsAddedWithUsualHoursAndLinkedToAnAccount() throws {
    let cast = try SettingsCast()
    let form = cast.browser.get("/settings/practitioners/new")
    #expect(form.body.contains("<option value=\"\(cast.practice.alice)\">Alice Specimen</option>"))
    let answer = cast.browser.post("/settings/practitioners", person.merging(["user": "\(cast.practice.alice)"]) { $1 })
    let address = try #require(answer.location)
    #expect(address.hasPrefix("/settings/hours/") && address.hasSuffix("?new=1"))
    #expect(try cast.trail() == ["resource.add capacity,color,kind,name,position,title,user"])
    let hours = cast.browser.get(address)
    #expect(hours.words.contains("usual hours to begin with"))
    #expect(hours.body.contains("name=\"opens-1-1\" value=\"09:00\""))
    #expect(cast.browser.get("/settings/practitioners").words.contains("Noa Placeholder"))
    // Whoever has a calendar is not offered for another.
    #expect(!cast.browser.get("/settings/practitioners/new").body.contains("Alice Specimen</option>"))
    let refused = cast.browser.post(
      "/settings/practitioners", person.merging(["user": "\(cast.practice.alice)"]) { $1 })
    #expect(refused.status == 422)
    #expect(refused.body.contains("<a href=\"#user\">"))
  }

  @Test(arguments: [
    ("name", ""), ("name", String(repeating: "x", count: 121)), ("title", String(repeating: "x", count: 121)),
    ("location", "00000000-0000-7000-8000-000000000000"), ("user", "00000000-0000-7000-8000-000000000000"),
    ("color", "0"),
    ("color", "6"), ("position", "-1"), ("position", "1,5"),
  ])
  func whatCannotBeUsedIsRefusedAtItsField(_ field: String, _ value: String) throws {
    let cast = try SettingsCast()
    let answer = cast.browser.post("/settings/practitioners", person.merging([field: value]) { $1 })
    #expect(answer.status == 422)
    #expect(answer.body.contains("<a href=\"#\(field)\">"))
    #expect(answer.body.contains("id=\"\(field)-error\""))
    #expect(!cast.browser.get("/settings/practitioners").words.contains("Noa Placeholder"))
  }

  @Test func aPersonOfAnotherPracticeCannotBeLinked() throws {
    let cast = try SettingsCast()
    try withPractice { other in
      let answer = cast.browser.post("/settings/practitioners", person.merging(["user": "\(other.alice)"]) { $1 })
      #expect(answer.status == 422)
    }
  }

  @Test func aChangeNamesItsFieldsAndAnOlderFormIsAConflict() throws {
    let cast = try SettingsCast()
    let address = "/settings/practitioners/\(cast.clinic.mira)"
    let page = cast.browser.get(address)
    #expect(page.body.contains("value=\"Dr Mira Specimen\""))
    let version = try cast.version(page)
    // A booking moves the row's version; it is no conflict with the form.
    try cast.book(cast.clinic.mira, at: try cast.ahead(days: 3, hour: 10).instant)
    #expect(cast.browser.post(address, person.merging(["version": version]) { $1 }).status == 303)
    #expect(try cast.trail() == ["resource.change color,name,position,title"])
    let late = cast.browser.post(address, person.merging(["version": version, "name": "Other name"]) { $1 })
    #expect(late.status == 409)
    #expect(late.words.contains("Saved meanwhile: Noa Placeholder"))
    #expect(late.body.contains("value=\"Other name\""))
    let again = person.merging(["version": try cast.version(late), "name": "Other name"]) { $1 }
    #expect(cast.browser.post(address, again).status == 303)
  }

  @Test func theKindOfAResourceNeverChanges() throws {
    let cast = try SettingsCast()
    let address = "/settings/rooms/\(cast.clinic.room)"
    let version = try cast.version(cast.browser.get(address))
    let fields = [
      "name": "Room A", "location": "", "position": "0", "capacity": "1", "kind": "practitioner",
      "version": version,
    ]
    #expect(cast.browser.post(address, fields).status == 303)
    #expect(cast.browser.get("/settings/rooms").words.contains("Room A Room"))
    #expect(!cast.browser.get("/settings/practitioners").words.contains("Room A"))
  }

  @Test func aRoomAndADeviceAreAdded() throws {
    let cast = try SettingsCast()
    for (kind, name) in [("room", "Room 2"), ("device", "Lamp")] {
      let answer = cast.browser.post(
        "/settings/rooms", ["kind": kind, "name": name, "location": "", "position": "1", "capacity": "3"])
      #expect(answer.location == "/settings/rooms?saved=1")
    }
    let words = cast.browser.get("/settings/rooms?saved=1").words
    #expect(words.contains("Saved.") && words.contains("Room 2 Room") && words.contains("Lamp Device"))
    let refused = cast.browser.post(
      "/settings/rooms", ["kind": "practitioner", "name": "X", "location": "", "position": "1", "capacity": "1"])
    #expect(refused.status == 422)
  }

  @Test func aPractitionerWithAppointmentsIsPutOutOfUseAfterAWarningThatNamesThem() throws {
    let cast = try SettingsCast()
    let address = "/settings/practitioners/\(cast.clinic.mira)"
    let first = try cast.book(cast.clinic.mira, at: try cast.ahead(days: 3, hour: 10).instant)
    try cast.book(cast.clinic.jonas, at: try cast.ahead(days: 3, hour: 10).instant)
    let warning = cast.browser.post(address + "/deactivation", [:])
    #expect(warning.status == 422)
    #expect(warning.words.contains("1 appointment is already booked."))
    #expect(warning.words.contains("Pat Example"))
    #expect(warning.body.contains("a=\(first)"))
    #expect(cast.browser.get(address).body.contains("/deactivation\""))
    // One more came in while the warning stood: it is shown again.
    try cast.book(cast.clinic.mira, at: try cast.ahead(days: 4, hour: 10).instant)
    let again = cast.browser.post(address + "/deactivation", ["confirmed": "1"])
    #expect(again.status == 422)
    #expect(again.words.contains("2 appointments are already booked."))
    #expect(cast.browser.post(address + "/deactivation", ["confirmed": "2"]).status == 303)
    #expect(try cast.trail() == ["resource.deactivate is_active"])
    #expect(cast.browser.get("/settings/practitioners").words.contains("Dr Mira Specimen Out of use"))
    #expect(cast.browser.post(address + "/activation", [:]).status == 303)
    #expect(try cast.trail() == ["resource.activate is_active"])
  }

  @Test func whoMayWhat() throws {
    let cast = try SettingsCast()
    let stranger = try SettingsCast()
    let frontDesk = try cast.browser(of: cast.practice.bob)
    let practitioner = try cast.browser(of: cast.practice.alice)
    for path in ["practitioners", "rooms"] {
      let id = path == "rooms" ? cast.clinic.room : cast.clinic.mira
      let address = "/settings/\(path)/\(id)"
      #expect(frontDesk.get("/settings/\(path)").status == 200)
      #expect(frontDesk.get(address).status == 200)
      #expect(!frontDesk.get(address).body.contains("/deactivation"))
      #expect(frontDesk.get("/settings/\(path)/new").status == 403)
      #expect(frontDesk.post("/settings/\(path)", person).status == 403)
      #expect(frontDesk.post(address, person).status == 403)
      #expect(practitioner.get(address).status == 403)
      #expect(TestBrowser().get(address).location == "/sign-in")
      #expect(stranger.browser.get(address).status == 404)
      #expect(stranger.browser.post(address, person).status == 404)
      #expect(stranger.browser.post(address + "/deactivation", [:]).status == 404)
      #expect(stranger.browser.post(address + "/activation", [:]).status == 404)
      #expect(cast.browser.send("PUT", address, headers: [:], body: []).status == 405)
      #expect(cast.browser.get("/settings/\(path)?lang=he").body.contains("dir=\"rtl\""))
    }
    // A room is no practitioner.
    #expect(cast.browser.get("/settings/practitioners/\(cast.clinic.room)").status == 404)
    #expect(cast.browser.get("/settings/rooms/x").status == 404)
  }
}
