import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

/// Hours name their place in the settings.
@Suite struct LocationSettingsTests {
  private func add(_ name: String, _ zone: String, to practice: TestPractice) throws -> EntityID {
    let id = EntityID.make()
    try practice.asOperator { db in
      try db.transaction(AuditEvent("test.place", "practices_location", id)) { tx in
        try TestPractice.addPlace(id, name, zone: zone, in: tx)
      }
    }
    return id
  }

  @Test func hoursAreSavedWithTheirPlace() throws {
    let cast = try SettingsCast()
    let address = "/settings/hours/\(cast.clinic.mira)"
    #expect(!cast.browser.get(address).body.contains("name=\"place-1-1\""), "there is only the practice")
    let studio = try add("Studio <there>", "Europe/Lisbon", to: cast.practice)
    let page = cast.browser.get(address)
    #expect(page.body.contains("name=\"place-1-1\"") && page.body.contains("Studio &lt;there&gt; (Europe/Lisbon)"))
    var fields = ["version": try cast.version(page)]
    (fields["opens-2-1"], fields["closes-2-1"], fields["place-2-1"]) = ("10:00", "14:00", "\(studio)")
    (fields["opens-3-1"], fields["closes-3-1"], fields["place-3-1"]) = ("09:00", "12:00", "")
    #expect(cast.browser.post(address, fields).location == "/settings/hours?saved=1")
    let after = cast.browser.get(address)
    #expect(after.body.contains("<option value=\"\(studio)\" selected>"))
    // The same times elsewhere are a change.
    fields["version"] = try cast.version(after)
    fields["place-3-1"] = "\(studio)"
    cast.browser.post(address, fields)
    #expect(try cast.trail() == ["hours.change weekday3"])
  }

  /// In Lisbon it is an hour earlier: ten to two there is eleven to three here.
  @Test(arguments: [("09:00", "11:00", 303), ("14:00", "16:00", 422), ("15:00", "16:00", 303)])
  func hoursOfTwoClocksMeetByBoth(_ opens: String, _ closes: String, _ status: Int) throws {
    let cast = try SettingsCast()
    let studio = try add("Studio", "Europe/Lisbon", to: cast.practice)
    let address = "/settings/hours/\(cast.clinic.mira)"
    let answer = cast.browser.post(
      address,
      [
        "version": try cast.version(cast.browser.get(address)), "opens-2-1": opens, "closes-2-1": closes,
        "opens-2-2": "10:00", "closes-2-2": "14:00", "place-2-2": "\(studio)",
      ])
    #expect(answer.status == status, "\(answer.words)")
    #expect((status == 422) == answer.body.contains("<a href=\"#day-2\">"))
  }

  /// Two places by one clock: the wall decides, as ever. New York and Berlin meet only while one has changed its clock.
  @Test func hoursMeetInAnyWeekOfTheYear() throws {
    let cast = try SettingsCast()
    let (near, far) = (
      try add("Near", "Europe/Berlin", to: cast.practice), try add("Far", "America/New_York", to: cast.practice)
    )
    let address = "/settings/hours/\(cast.clinic.mira)"
    for (place, closes, status) in [
      (near, "16:00", 422), (near, "15:00", 303), (far, "15:30", 422), (far, "14:00", 303),
    ] {
      let answer = cast.browser.post(
        address,
        [
          "version": try cast.version(cast.browser.get(address)), "opens-2-1": "09:00", "closes-2-1": closes,
          "opens-2-2": place == near ? "15:00" : "09:00", "closes-2-2": "18:00", "place-2-2": "\(place)",
        ])
      #expect(answer.status == status, "\(closes): \(answer.words)")
    }
  }

  @Test func aPlaceOfNobodyOrOfAnotherPracticeIsRefused() throws {
    let cast = try SettingsCast()
    _ = try add("Studio", "Europe/Lisbon", to: cast.practice)
    let foreign = try add("Elsewhere", "Europe/Lisbon", to: try Clinic().practice)
    let address = "/settings/hours/\(cast.clinic.mira)"
    for place in ["\(foreign)", "\(EntityID.make())", "nonsense"] {
      let version = try cast.version(cast.browser.get(address))
      let answer = cast.browser.post(
        address, ["version": version, "opens-2-1": "10:00", "closes-2-1": "14:00", "place-2-1": place])
      #expect(answer.status == 422 && answer.body.contains("<a href=\"#day-2\">"), "\(place)")
      #expect(!answer.body.contains("\(foreign)"))
      #expect(try cast.version(cast.browser.get(address)) == version)
    }
  }
}
