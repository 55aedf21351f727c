import Core
@_spi(Bootstrap) import Database
@testable import Practices
import SQL
import Server
import TestSupport
import Testing

@Suite struct SettingsTests {
  @Test func theOverviewSaysHowEachPartStands() throws {
    let clinic = try Clinic()
    let cast = try Cast(clinic.practice)
    let page = cast.browser.get("/settings")
    #expect(page.status == 200)
    for words in [
      "2 practitioners", "1 room, 1 device", "2 services, 2 bookable online", "2 of 2 practitioners have weekly hours",
      "None ahead",
    ] {
      #expect(page.words.contains(words), "\(words)")
    }
    for address in ["practice", "locations", "practitioners", "rooms", "services", "hours", "exceptions"] {
      #expect(page.body.contains("href=\"/settings/\(address)\""))
    }
    #expect(try cast.browser(of: clinic.practice.bob).get("/settings").status == 200)
    #expect(try cast.browser(of: clinic.practice.alice).get("/settings").status == 403)
    #expect(TestBrowser().get("/settings").location == "/sign-in")
    #expect(cast.browser.get("/settings?lang=he").body.contains("dir=\"rtl\""))
  }

  /// Nobody takes what is closed in one place, or for one person, for the whole practice.
  @Test func theNextExceptionSaysForWhomOrWhereAlone() throws {
    let clinic = try Clinic()
    let (cast, north) = (try Cast(clinic.practice), EntityID.make())
    func next(_ resource: EntityID?, _ place: EntityID?, isPractice: Bool) throws -> String {
      try clinic.practice.asOperator { db in
        try db.transaction(AuditEvent("test.closed", "scheduling_exception", nil)) { tx in
          try tx.execute("DELETE FROM scheduling_exception WHERE practice_id = \(tx.scope)")
          try tx.execute(
            """
            INSERT INTO scheduling_exception (practice_id, id, resource_id, first_date, last_date, reason, location_id,
              at_practice)
            VALUES (\(tx.scope), \(EntityID.make()), \(resource), '2100-03-09', '2100-03-09', 'Moving', \(place),
              \(isPractice))
            """)
        }
      }
      return cast.browser.get("/settings").words
    }
    try clinic.practice.asOperator { db in
      try db.transaction(AuditEvent("test.place", "practices_location", north)) { tx in
        try TestPractice.addPlace(north, "North", in: tx)
      }
    }
    #expect(try next(nil, north, isPractice: false).contains("9 March 2100 · only at North · Moving"))
    #expect(try next(nil, nil, isPractice: true).contains("2100 · only at Test practice \(clinic.slug) · Moving"))
    #expect(try next(clinic.mira, north, isPractice: false).contains("2100 · Dr Mira Specimen · Moving"))
    #expect(try next(nil, nil, isPractice: false).contains("9 March 2100 · Moving"))
  }

  @Test(arguments: ["harbor", "dr-muster-2", "abc"]) func aSlugCanBe(_ text: String) {
    #expect(PracticeSlug.isUsable(text))
  }
  @Test(arguments: [
    "", "ab", "1abc", "-abc", "abc-", "a--b", "Abc", "a b", "äbc", "settings", "portal",
    String(repeating: "a", count: 41), "abc/d",
  ])
  func aSlugCannotBe(_ text: String) { #expect(!PracticeSlug.isUsable(text)) }

  /// A practice by the name of one of our own addresses could not be reached.
  @Test func everyFirstWordOfOurAddressesIsReserved() {
    for line in RoutesRun.lines {
      let path = line.split(separator: " ")[1]
      guard let first = path.split(separator: "/").first, !first.hasPrefix("{") else { continue }
      #expect(PracticeSlug.reserved.contains(String(first)), "\(first)")
    }
  }

  @Test func theZonesOfTheFormAreThoseTheServerKnows() throws {
    #expect(ZoneNames.all.count > 300)
    for name in ["Europe/Berlin", "Asia/Jerusalem", "America/New_York", "Australia/Lord_Howe"] {
      #expect(ZoneNames.all.contains(name))
    }
    #expect(!ZoneNames.all.contains("EST") && !ZoneNames.all.contains("Etc/GMT+5"))
  }
}
