import Core
@_spi(Bootstrap) import Database
import TestSupport
import Testing

@testable import Patients

@Suite struct RetentionTests {
  @Test func theRuleFollowsTheCountryUntilItIsSet() throws {
    for (zone, country, years) in [
      ("Europe/Berlin", RetentionCountry.de, 10), ("Asia/Jerusalem", .il, 7), ("America/New_York", .us, 10),
      ("Asia/Tokyo", .other, 20),
    ] {
      try withPractice(zone: zone) { p in
        let rule = try p.asOperator { try Retention.rule(in: $0.reader) }
        #expect(rule == RetentionRule(country: country, years: years))
      }
    }
  }

  @Test func theOwnerSetsIt() throws {
    try withPractice { p in
      let owner = try p.browser(try p.staff(.owner))
      #expect(owner.get("/settings").body.contains("/settings/retention"))
      #expect(owner.get("/settings/retention").body.contains("value=\"10\""))
      for wrong in ["41", "-1", "ten", "1.5"] {
        let refused = owner.post("/settings/retention", ["country": "at", "years": wrong])
        #expect(refused.status == 422 && refused.words.contains("whole number of years"), "\(wrong)")
      }
      #expect(owner.post("/settings/retention", ["country": "il", "years": "25"]).status == 303)
      #expect(try p.asOperator { try Retention.rule(in: $0.reader) } == RetentionRule(country: .il, years: 25))
      #expect(owner.post("/settings/retention", ["country": "il", "years": ""]).status == 303)
      #expect(try p.asOperator { try Retention.rule(in: $0.reader) } == RetentionRule(country: .il, years: 7))
      #expect(try p.browser(p.bob).get("/settings/retention").status == 403)
    }
  }
}
