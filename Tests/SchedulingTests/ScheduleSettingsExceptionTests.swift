import Core
import TestSupport
import Testing

@Suite struct ScheduleSettingsExceptionTests {
  private let path = "/settings/exceptions"
  private func fields(_ first: LocalDate, _ changes: [String: String] = [:]) -> [String: String] {
    [
      "owner": "practice", "kind": "closed", "first": "\(first)", "last": "", "opens": "", "closes": "",
      "reason": "Training",
    ].merging(changes) { $1 }
  }

  @Test func aClosedDayIsAddedAndRemoved() throws {
    let cast = try SettingsCast()
    let day = try cast.ahead(days: 10, hour: 10).date
    #expect(cast.browser.get(path).words.contains("No exceptions ahead"))
    #expect(cast.browser.post(path, fields(day)).location == path + "?saved=1")
    #expect(try cast.trail() == ["exception.add closed"])
    let page = cast.browser.get(path)
    #expect(page.words.contains("Whole practice: Closed Training"))
    #expect(TestBrowser().get("/\(cast.clinic.slug)/book?service=\(cast.clinic.talk)&date=\(day)").status == 200)
    let id = try #require(page.value(after: "action=\"/settings/exceptions/")?.prefix(36))
    #expect(cast.browser.post("\(path)/\(id)/deletion", [:]).status == 303)
    #expect(try cast.trail() == ["exception.remove "])
    #expect(cast.browser.get(path).words.contains("No exceptions ahead"))
    #expect(cast.browser.post("\(path)/\(id)/deletion", [:]).status == 404)
  }

  @Test func otherHoursOfOnePersonOverSeveralDays() throws {
    let cast = try SettingsCast()
    let day = try cast.ahead(days: 10, hour: 10).date
    let typed = fields(
      day,
      [
        "owner": "\(cast.clinic.jonas)", "kind": "hours", "last": "\(day.adding(days: 2))", "opens": "10:00",
        "closes": "00:00",
      ])
    #expect(cast.browser.post(path, typed).status == 303)
    #expect(try cast.trail() == ["exception.add hours"])
    #expect(cast.browser.get(path).words.contains("Jonas Beispiel : 10:00–24:00 Training"))
  }

  @Test func appointmentsInTheTimeAreListedBeforeAnythingIsSaved() throws {
    let cast = try SettingsCast()
    let (day, ten) = try cast.ahead(days: 5, hour: 10)
    let id = try cast.book(cast.clinic.mira, at: ten)
    try cast.book(cast.clinic.mira, at: try cast.ahead(days: 6, hour: 10).instant)
    let warning = cast.browser.post(path, fields(day))
    #expect(warning.status == 422)
    #expect(warning.words.contains("1 appointment is already booked in this time."))
    #expect(warning.words.contains("Pat Example") && warning.words.contains("10:00–10:50"))
    #expect(warning.body.contains("a=\(id)"))
    #expect(warning.body.contains("value=\"Training\""))
    #expect(cast.browser.get(path).words.contains("No exceptions ahead"))
    #expect(cast.browser.post(path, fields(day, ["confirmed": "1"])).status == 303)
    #expect(cast.browser.get(path).words.contains("Training"))
  }

  @Test func otherHoursWarnOnlyOfWhatLiesOutside() throws {
    let cast = try SettingsCast()
    let (day, ten) = try cast.ahead(days: 5, hour: 10)
    try cast.book(cast.clinic.mira, at: ten)
    let inside = fields(day, ["kind": "hours", "opens": "10:00", "closes": "10:50", "owner": "\(cast.clinic.mira)"])
    #expect(cast.browser.post(path, inside).status == 303)
    let outside = fields(day, ["kind": "hours", "opens": "10:00", "closes": "10:45", "owner": "\(cast.clinic.mira)"])
    #expect(cast.browser.post(path, outside).status == 422)
    let other = fields(day, ["owner": "\(cast.clinic.jonas)"])
    #expect(cast.browser.post(path, other).status == 303)
    // Mira has an exception of her own that day, so closing the practice does not touch her.
    #expect(cast.browser.post(path, fields(day)).status == 303)
  }

  @Test(arguments: [
    ("owner", "nobody"), ("first", ""), ("first", "2026-02-30"), ("last", "tomorrow"), ("kind", "open"),
    ("reason", String(repeating: "x", count: 121)),
  ])
  func whatCannotBeUsedIsRefusedAtItsField(_ field: String, _ value: String) throws {
    let cast = try SettingsCast()
    let answer = cast.browser.post(path, fields(try cast.ahead(days: 5, hour: 9).date, [field: value]))
    #expect(answer.status == 422)
    #expect(answer.body.contains("<a href=\"#\(field)\">"))
    #expect(cast.browser.get(path).words.contains("No exceptions ahead"))
  }

  @Test func datesAndTimesMustMakeSense() throws {
    let cast = try SettingsCast()
    let day = try cast.ahead(days: 5, hour: 9).date
    for (changes, field) in [
      (["last": "\(day.adding(days: -1))"], "last"), (["last": "\(day.adding(days: 366))"], "last"),
      (["first": "\(day.adding(days: -30))", "last": "\(day.adding(days: -20))"], "last"),
      (["first": "\(day.adding(days: 3000))"], "last"), (["kind": "hours"], "opens"),
      (["kind": "hours", "opens": "09:00"], "closes"),
      (["kind": "hours", "opens": "09:00", "closes": "08:00"], "closes"),
      (["kind": "hours", "opens": "09:01", "closes": "10:00"], "closes"),
    ] {
      let answer = cast.browser.post(path, fields(day, changes))
      #expect(answer.status == 422)
      #expect(answer.body.contains("<a href=\"#\(field)\">"), "\(changes)")
    }
  }

  @Test func whoMayWhat() throws {
    let cast = try SettingsCast()
    let stranger = try SettingsCast()
    let day = try cast.ahead(days: 10, hour: 10).date
    #expect(cast.browser.post(path, fields(day)).status == 303)
    let id = try #require(cast.browser.get(path).value(after: "action=\"/settings/exceptions/")?.prefix(36))
    #expect(stranger.browser.post("\(path)/\(id)/deletion", [:]).status == 404)
    #expect(stranger.browser.post(path, fields(day, ["owner": "\(cast.clinic.mira)"])).status == 422)
    #expect(!stranger.browser.get(path).words.contains("Training"))
    let frontDesk = try cast.browser(of: cast.practice.bob)
    #expect(frontDesk.get(path).words.contains("Training"))
    #expect(!frontDesk.get(path).body.contains("/deletion"))
    #expect(frontDesk.post(path, fields(day)).status == 403)
    #expect(frontDesk.post("\(path)/\(id)/deletion", [:]).status == 403)
    #expect(try cast.browser(of: cast.practice.alice).get(path).status == 403)
    #expect(TestBrowser().get(path).location == "/sign-in")
    #expect(cast.browser.send("PUT", path, headers: [:], body: []).status == 405)
    #expect(cast.browser.get(path + "?lang=he").body.contains("dir=\"rtl\""))
  }
}
