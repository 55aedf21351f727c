import Core
import Crypto
@_spi(Bootstrap) import Database
import SQL
import TestSupport
import Testing

/// A place cannot go, and its clock cannot change, while something is agreed there.
@Suite struct LocationUseTests {
  @Test func whatIsInUseStays() throws {
    let cast = try SettingsCast()
    let places = try TwoPlaces(of: cast.clinic)
    let address = "/settings/locations/\(places.studio)"
    _ = cast.browser.get(address)
    let refused = cast.browser.post(address + "/deactivation", [:])
    #expect(refused.status == 409 && refused.words.contains("Opening hours of 1 person"), "\(refused.words)")
    #expect(!refused.words.contains("to come"))
    let booked = try cast.book(cast.clinic.mira, at: cast.browser.now.adding(days: 3))
    try places.change { [studio = places.studio] tx in
      try tx.execute("DELETE FROM scheduling_hours WHERE practice_id = \(tx.scope) AND location_id = \(studio)")
      try tx.execute(
        """
        UPDATE scheduling_appointment SET location_id = \(studio) WHERE practice_id = \(tx.scope) AND id = \(booked)
        """)
    }
    #expect(cast.browser.post(address + "/deactivation", [:]).words.contains("1 appointment to come"))
    let page = cast.browser.get(address)
    let typed = [
      "version": try cast.version(page), "name": "Studio there", "address": "Rua Exemplo 5", "zone": "Asia/Tokyo",
      "position": "0",
    ]
    let moved = cast.browser.post(address, typed)
    #expect(moved.status == 422 && moved.body.contains("<a href=\"#zone\">"), "\(moved.words)")
    #expect(
      cast.browser.post(address, typed.merging(["zone": "Europe/Lisbon", "name": "Studio"]) { $1 }).status == 303)
    try places.change { tx in
      try tx.execute(
        "UPDATE scheduling_appointment SET status = 'cancelled' WHERE practice_id = \(tx.scope) AND id = \(booked)")
    }
    #expect(cast.browser.post(address + "/deactivation", [:]).location == "/settings/locations?saved=1")
  }
}
