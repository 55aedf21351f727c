import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// Closed days are those of the place, and say who is affected by its dates.
@Suite struct LocationClosingTests {
  private let path = "/settings/exceptions"
  private func fields(_ first: LocalDate, _ changes: [String: String] = [:]) -> [String: String] {
    [
      "owner": "practice", "kind": "closed", "first": "\(first)", "last": "", "opens": "", "closes": "",
      "reason": "Training",
    ].merging(changes) { $1 }
  }

  /// Four in the afternoon in Berlin is the next day in Auckland.
  @Test func whoIsAffectedIsSaidByTheDatesOfThePlace() throws {
    let cast = try SettingsCast()
    let places = try TwoPlaces("Pacific/Auckland", of: cast.clinic)
    let (day, afternoon) = try cast.ahead(days: 10, hour: 16)
    let id = try cast.book(places.mira, at: afternoon)
    try places.change { [studio = places.studio] tx in
      try tx.execute(
        "UPDATE scheduling_appointment SET location_id = \(studio) WHERE practice_id = \(tx.scope) AND id = \(id)")
    }
    let studio = "\(places.studio)"
    _ = cast.browser.get(path)
    #expect(cast.browser.post(path, fields(day, ["owner": studio])).status == 303, "there it is the next day")
    for (owner, isAffected) in [("itself", false), (studio, true), ("practice", true)] {
      let answer = cast.browser.post(path, fields(day.adding(days: 1), ["owner": owner]))
      #expect((answer.status == 422) == isAffected, "\(owner): \(answer.words)")
      if isAffected { #expect(answer.words.contains("Pat Example") && answer.words.contains(", Studio there")) }
    }
    let clock = places.there.local(afternoon).time
    let warning = cast.browser.post(path, fields(day.adding(days: 1), ["owner": studio]))
    #expect(warning.words.contains("\(clock)–"), "by its clock: \(warning.words)")
    #expect(warning.body.contains("date=\(day)&amp;a=\(id)"), "the calendar shows it on the practice's day")
    // Open for some hours, in which it lies.
    let open = fields(day.adding(days: 1), ["owner": studio, "kind": "hours", "opens": "00:00", "closes": "12:00"])
    #expect(cast.browser.post(path, open).status == 303)
    let list = cast.browser.get(path)
    #expect(list.words.contains("All at Studio there (Pacific/Auckland)"), "\(list.words)")
  }

  /// Hours that name no place are those of the practice, also where the room is elsewhere.
  @Test func whoFollowsARoomIsAffectedWhereThePracticeCloses() throws {
    let cast = try SettingsCast()
    let places = try TwoPlaces(of: cast.clinic)
    let (day, morning) = try cast.ahead(days: 10, hour: 10)
    let id = try cast.book(places.mira, at: morning)
    let north = EntityID.make()
    try places.change { tx in
      try TestPractice.addPlace(north, "North", address: "Street", in: tx)
      try tx.execute(
        "UPDATE scheduling_appointment SET location_id = \(north) WHERE practice_id = \(tx.scope) AND id = \(id)")
    }
    _ = cast.browser.get(path)
    let answer = cast.browser.post(path, fields(day, ["owner": "itself"]))
    #expect(answer.status == 422 && answer.words.contains("Pat Example"), "\(answer.words)")
    // Who belongs to a place has its hours, wherever the room is.
    try places.change { [mira = places.mira] tx in
      try tx.execute(
        "UPDATE scheduling_resource SET location_id = \(north) WHERE practice_id = \(tx.scope) AND id = \(mira)")
      try tx.execute(
        "UPDATE scheduling_appointment SET location_id = NULL WHERE practice_id = \(tx.scope) AND id = \(id)")
    }
    let closed = cast.browser.post(path, fields(day, ["owner": "\(north)"]))
    #expect(closed.status == 422 && closed.words.contains("Pat Example"), "\(closed.words)")
  }

  @Test func thePracticeItselfCanBeClosedWhileAPlaceIsOpen() throws {
    let cast = try SettingsCast()
    #expect(!cast.browser.get(path).body.contains("value=\"itself\""), "there is only the practice")
    let places = try TwoPlaces(overlaps: true, of: cast.clinic)
    let (first, _) = try cast.ahead(days: 10, hour: 10)
    let tuesday = first.adding(days: (9 - first.weekday) % 7)
    #expect(cast.browser.get(path).body.contains("value=\"itself\""))
    let both = try places.slots("\(tuesday)")
    #expect(Set(both.map { $0.location?.id }) == [nil, places.studio])
    #expect(cast.browser.post(path, fields(tuesday, ["owner": "itself"])).status == 303)
    let left = try places.slots("\(tuesday)")
    #expect(left.count == 7 && left.allSatisfy { $0.location?.id == places.studio })
    #expect(try !places.slots("\(tuesday.adding(days: 1))").isEmpty)
    let page = cast.browser.get(path)
    let id = try #require(page.value(after: "action=\"/settings/exceptions/")?.prefix(36))
    #expect(cast.browser.post("\(path)/\(id)/deletion", [:]).status == 303)
    #expect(try places.slots("\(tuesday)").count == both.count)
    #expect(cast.browser.post(path, fields(tuesday, ["owner": "\(try TwoPlaces().studio)"])).status == 422)
  }
}
