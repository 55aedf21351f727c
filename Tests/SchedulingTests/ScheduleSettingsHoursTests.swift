import Core
import TestSupport
import Testing

@Suite struct ScheduleSettingsHoursTests {
  private func fields(_ week: [Int: [(String, String)]], version: String) -> [String: String] {
    var fields = ["version": version]
    for (weekday, spans) in week {
      for (index, span) in spans.enumerated() {
        fields["opens-\(weekday)-\(index + 1)"] = span.0
        fields["closes-\(weekday)-\(index + 1)"] = span.1
      }
    }
    return fields
  }

  @Test func aWeekWithSeveralSpansADayIsSavedInOrder() throws {
    let cast = try SettingsCast()
    let address = "/settings/hours/\(cast.clinic.mira)"
    let page = cast.browser.get(address)
    #expect(page.body.contains("name=\"opens-1-1\" value=\"09:00\""))
    #expect(page.words.contains("Time zone Europe/Berlin"))
    let week = [1: [("14:00", "18:00"), ("", ""), ("08:30", "12:00")], 6: [("20:00", "00:00")]]
    let answer = cast.browser.post(address, fields(week, version: try cast.version(page)))
    #expect(answer.location == "/settings/hours?saved=1")
    #expect(
      try cast.trail() == ["hours.change weekday1,weekday2,weekday3,weekday4,weekday5,weekday6,weekday7"])
    let after = cast.browser.get(address)
    #expect(
      after.body.contains("name=\"opens-1-1\" value=\"08:30\"")
        && after.body.contains("name=\"closes-1-2\" value=\"18:00\""))
    #expect(after.body.contains("name=\"closes-6-1\" value=\"00:00\""))
    #expect(after.body.contains("name=\"opens-2-1\" value=\"\""))
    #expect(cast.browser.get("/settings/hours").words.contains("11 hours 30 minutes a week"))
  }

  @Test(arguments: [
    ([("09:00", "")], "Enter a beginning and an end"), ([("", "12:00")], "Enter a beginning and an end"),
    ([("9", "12:00")], "Enter a beginning and an end"), ([("25:00", "26:00")], "Enter a beginning and an end"),
    ([("12:00", "09:00")], "after the beginning"), ([("09:00", "09:00")], "after the beginning"),
    ([("09:02", "12:00")], "steps of five minutes"), ([("09:00", "12:00"), ("11:55", "13:00")], "overlap"),
  ])
  func aDayThatMakesNoSenseIsRefused(_ spans: [(String, String)], _ words: String) throws {
    let cast = try SettingsCast()
    let address = "/settings/hours/\(cast.clinic.mira)"
    let version = try cast.version(cast.browser.get(address))
    let answer = cast.browser.post(address, fields([3: spans], version: version))
    #expect(answer.status == 422)
    #expect(answer.body.contains("<a href=\"#day-3\">"))
    #expect(answer.words.contains(words), "\(words)")
    #expect(answer.body.contains("name=\"opens-3-1\" value=\"\(spans[0].0)\""))
    #expect(try cast.version(cast.browser.get(address)) == version)
  }

  @Test func anEmptyWeekIsRefusedBecauseItWouldMeanDayAndNight() throws {
    let cast = try SettingsCast()
    let address = "/settings/hours/\(cast.clinic.mira)"
    let answer = cast.browser.post(address, ["version": try cast.version(cast.browser.get(address))])
    #expect(answer.status == 422)
    #expect(answer.words.contains("at least one span"))
  }

  @Test func copyingADayFillsTheFormAndSavesNothing() throws {
    let cast = try SettingsCast()
    let address = "/settings/hours/\(cast.clinic.mira)"
    let version = try cast.version(cast.browser.get(address))
    let typed = fields([1: [("07:00", "11:00"), ("12:00", "15:00")], 7: [("10:00", "11:00")]], version: version)
    let answer = cast.post(
      address,
      typed.map { ($0.key, $0.value) } + [
        ("act", "copy"), ("copyFrom", "1"), ("copyTo[]", "2"), ("copyTo[]", "5"), ("copyTo[]", "9"),
      ])
    #expect(answer.status == 200)
    #expect(answer.words.contains("Save to keep it"))
    for weekday in [1, 2, 5] {
      #expect(answer.body.contains("name=\"opens-\(weekday)-1\" value=\"07:00\""))
      #expect(answer.body.contains("name=\"closes-\(weekday)-2\" value=\"15:00\""))
    }
    #expect(
      answer.body.contains("name=\"opens-3-1\" value=\"\"")
        && answer.body.contains("name=\"opens-7-1\" value=\"10:00\""))
    #expect(try cast.version(answer) == version)
    #expect(try cast.version(cast.browser.get(address)) == version)
  }

  @Test func whoSavesAnOlderWeekSeesBoth() throws {
    let cast = try SettingsCast()
    let address = "/settings/hours/\(cast.clinic.mira)"
    let version = try cast.version(cast.browser.get(address))
    #expect(cast.browser.post(address, fields([1: [("10:00", "11:00")]], version: version)).status == 303)
    let late = cast.browser.post(address, fields([1: [("08:00", "09:00")]], version: version))
    #expect(late.status == 409)
    #expect(late.body.contains("name=\"opens-1-1\" value=\"08:00\""))
    #expect(late.words.contains("Saved meanwhile: 10:00–11:00"))
    #expect(
      cast.browser.post(address, fields([1: [("08:00", "09:00")]], version: try cast.version(late))).status == 303)
  }

  @Test func whoMayWhat() throws {
    let cast = try SettingsCast()
    let address = "/settings/hours/\(cast.clinic.mira)"
    let frontDesk = try cast.browser(of: cast.practice.bob)
    #expect(frontDesk.get(address).status == 200)
    #expect(!frontDesk.get(address).body.contains("copyFrom"))
    #expect(frontDesk.post(address, [:]).status == 403)
    #expect(try cast.browser(of: cast.practice.alice).get(address).status == 403)
    #expect(TestBrowser().get(address).location == "/sign-in")
    let stranger = try SettingsCast()
    #expect(stranger.browser.get(address).status == 404)
    #expect(stranger.browser.post(address, fields([1: [("10:00", "11:00")]], version: "")).status == 404)
    #expect(cast.browser.get("/settings/hours/\(cast.clinic.room)").status == 404)
    #expect(cast.browser.send("PUT", address, headers: [:], body: []).status == 405)
    #expect(cast.browser.get(address + "?lang=he").body.contains("dir=\"rtl\""))
  }
}
