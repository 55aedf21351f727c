import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

@testable import Scheduling

/// What is put out of use warns of sessions that are planned, also of those that nobody takes part in yet.
@Suite struct GroupSettingsTests {
  /// Nobody takes part in it.
  private func plan(_ cast: SettingsCast, with practitioner: EntityID, days: Int, isCalledOff: Bool = false) throws
    -> GroupID
  {
    let id = GroupID.make()
    let start = try cast.ahead(days: days, hour: 10).instant
    try cast.practice.asOperator { [clinic = cast.clinic] db in
      try db.transaction(AuditEvent("test.group", "scheduling_group", id.id)) { tx in
        try tx.execute(
          """
          INSERT INTO scheduling_group (practice_id, id, service_id, practitioner_id, room_id, places, starts_at, ends_at,
            buffer_before, buffer_after, created_at, status)
          VALUES (\(tx.scope), \(id), \(clinic.talk), \(practitioner), \(clinic.room), 8, \(start),
            \(start.adding(minutes: 50)), 0, 0, \(Instant.now), \(isCalledOff ? "cancelled" : "planned"))
          """)
      }
    }
    return id
  }

  @Test func anEmptySessionIsNamedBeforeServiceRoomAndPractitionerGoOutOfUse() throws {
    let cast = try SettingsCast()
    let group = try plan(cast, with: cast.clinic.mira, days: 3)
    _ = try plan(cast, with: cast.clinic.mira, days: 4, isCalledOff: true)
    for address in [
      "/settings/services/\(cast.clinic.talk)", "/settings/rooms/\(cast.clinic.room)",
      "/settings/practitioners/\(cast.clinic.mira)",
    ] {
      let warning = cast.browser.post(address + "/deactivation", [:])
      #expect(warning.status == 422, "\(address)")
      #expect(warning.body.contains("href=\"/calendar/groups/\(group)\""), "\(address)")
      #expect(warning.words.contains("0 of 8 places are taken"), "\(address)")
      #expect(warning.words.contains("Talk") && warning.words.contains("Dr Mira Specimen"))
      #expect(cast.browser.post(address + "/deactivation", ["confirmed": "1"]).status == 303, "\(address)")
    }
    // Somebody who has no session is not warned of hers.
    #expect(cast.browser.post("/settings/practitioners/\(cast.clinic.jonas)/deactivation", [:]).status == 303)
  }

  @Test func aClosedDayWarnsOfTheSessionsOnIt() throws {
    let cast = try SettingsCast()
    let group = try plan(cast, with: cast.clinic.mira, days: 3)
    _ = try plan(cast, with: cast.clinic.mira, days: 5)
    let date = try cast.ahead(days: 3, hour: 0).date
    let form = [
      "owner": "practice", "kind": "closed", "first": "\(date)", "last": "", "opens": "", "closes": "",
      "reason": "Painting",
    ]
    let warning = cast.browser.post("/settings/exceptions", form)
    #expect(warning.status == 422)
    #expect(warning.body.contains("href=\"/calendar/groups/\(group)\""), "\(warning.words)")
    #expect(warning.words.contains("1 appointment is already booked in this time."))
  }
}
