import Core
import Testing

@Suite struct ZoneTests {
  @Test(arguments: [
    "", "/etc/passwd", "../passwd", "Europe/../Europe/Berlin", "Europe//Berlin", "Europe/Berlin/", "Europe/Ber lin",
    "Europe/Berlin\0", "Europe/Berl\u{ED}n", "right/Europe/Berlin", "posix/Europe/Berlin", "localtime", "tzdata.zi",
    String(repeating: "A", count: 65),
  ])
  func refusesWhatIsNoZoneName(name: String) {
    #expect(throws: ZoneError.invalidName) { try Zone(name: name) }
  }

  @Test(arguments: ["Europe", "Europe/Atlantis", "europe/berlin", "+VERSION", "leapseconds"])
  func refusesNamesTheDatabaseLacks(name: String) {
    #expect(throws: ZoneError.self) { try Zone(name: name) }
  }

  struct Fact: Sendable {
    let zone: String
    let utc: String
    let before: Int
    let after: Int
    let abbreviations: [String]
  }
  /// From the IANA database, read by hand.
  static let facts2027 = [
    Fact(zone: "Europe/Berlin", utc: "2027-03-28T01:00", before: 60, after: 120, abbreviations: ["CET", "CEST"]),
    Fact(zone: "Europe/Berlin", utc: "2027-10-31T01:00", before: 120, after: 60, abbreviations: ["CEST", "CET"]),
    Fact(zone: "Asia/Jerusalem", utc: "2027-03-26T00:00", before: 120, after: 180, abbreviations: ["IST", "IDT"]),
    Fact(zone: "Asia/Jerusalem", utc: "2027-10-30T23:00", before: 180, after: 120, abbreviations: ["IDT", "IST"]),
    Fact(zone: "America/New_York", utc: "2027-03-14T07:00", before: -300, after: -240, abbreviations: ["EST", "EDT"]),
    Fact(zone: "America/New_York", utc: "2027-11-07T06:00", before: -240, after: -300, abbreviations: ["EDT", "EST"]),
    Fact(
      zone: "Australia/Lord_Howe", utc: "2027-04-03T15:00", before: 660, after: 630, abbreviations: ["+11", "+1030"]),
    Fact(
      zone: "Australia/Lord_Howe", utc: "2027-10-02T15:30", before: 630, after: 660, abbreviations: ["+1030", "+11"]),
  ]

  @Test(arguments: facts2027)
  func changesClocksIn2027AsAnnounced(fact: Fact) throws {
    let zone = try Zone(name: fact.zone)
    let change = try instant(fact.utc)
    #expect(zone.offset(at: change.adding(seconds: -1)) == fact.before * 60)
    #expect(zone.offset(at: change) == fact.after * 60)
    #expect([change.adding(seconds: -1), change].map(zone.abbreviation(at:)) == fact.abbreviations)
    let year = zone.transitions(from: try instant("2027-01-01T00:00"), through: try instant("2027-12-31T23:59"))
    #expect(year.count == 2 && year.contains(change))
  }

  @Test func hasNoInstantInAGapAndTwoInAFold() throws {
    let berlin = try Zone(name: "Europe/Berlin")
    #expect(try berlin.instants(of: local("2027-03-28T01:59")).count == 1)
    #expect(try berlin.instants(of: local("2027-03-28T02:00")).isEmpty)
    #expect(try berlin.instants(of: local("2027-03-28T02:59")).isEmpty)
    #expect(try berlin.instants(of: local("2027-03-28T03:00")) == [instant("2027-03-28T01:00")])
    #expect(
      try berlin.instants(of: local("2027-10-31T02:30"))
        == [instant("2027-10-31T00:30"), instant("2027-10-31T01:30")])
    #expect(try berlin.instants(of: local("2027-10-31T03:00")) == [instant("2027-10-31T02:00")])
  }

  @Test func lordHoweShiftsByHalfAnHour() throws {
    let zone = try Zone(name: "Australia/Lord_Howe")
    #expect(try zone.instants(of: local("2027-10-03T02:15")).isEmpty)
    #expect(try zone.instants(of: local("2027-10-03T02:30")).count == 1)
    #expect(try zone.instants(of: local("2027-04-04T01:45")).count == 2)
    #expect(try zone.instants(of: local("2027-04-04T01:15")).count == 1)
    #expect(zone.dayLength(try date("2027-10-03")) == 1410)
    #expect(zone.dayLength(try date("2027-04-04")) == 1470)
  }

  @Test func anOffsetPicksOneOfTwoAndNothingElse() throws {
    let berlin = try Zone(name: "Europe/Berlin")
    let fold = try local("2027-10-31T02:30")
    #expect(try berlin.instant(of: fold, offset: 7200) == instant("2027-10-31T00:30"))
    #expect(try berlin.instant(of: fold, offset: 3600) == instant("2027-10-31T01:30"))
    #expect(berlin.instant(of: fold, offset: 0) == nil)
    #expect(try berlin.instant(of: local("2027-03-28T02:30"), offset: 3600) == nil)
  }

  @Test func theDayBeginsAtItsFirstInstantEvenWithoutAMidnight() throws {
    // Beirut's clocks go from 24:00 to 01:00.
    let beirut = try Zone(name: "Asia/Beirut")
    let start = beirut.startOfDay(try date("2027-03-28"))
    #expect(try start == instant("2027-03-27T22:00"))
    #expect(beirut.local(start).description == "2027-03-28T01:00")
    #expect(beirut.dayLength(try date("2027-03-28")) == 1380)
    // Havana's go from 01:00 back to 00:00: midnight twice, the first counts.
    let havana = try Zone(name: "America/Havana")
    #expect(try havana.instants(of: local("2027-11-07T00:00")).count == 2)
    #expect(try havana.startOfDay(date("2027-11-07")) == instant("2027-11-07T04:00"))
    #expect(havana.dayLength(try date("2027-11-07")) == 1500)
  }

  @Test func apiaLeftOutADay() throws {
    let apia = try Zone(name: "Pacific/Apia")
    #expect(try apia.instants(of: local("2011-12-30T12:00")).isEmpty)
    #expect(try apia.dayLength(date("2011-12-30")) == 0)
    #expect(try apia.startOfDay(date("2011-12-30")) == instant("2011-12-30T10:00"))
    #expect(try apia.startOfDay(date("2011-12-31")) == instant("2011-12-30T10:00"))
    #expect(try apia.local(instant("2011-12-30T10:00")).description == "2011-12-31T00:00")
  }

  @Test func twentyFourHoursIsTheNextMidnight() throws {
    let berlin = try Zone(name: "Europe/Berlin")
    #expect(try berlin.instants(of: local("2027-05-01T24:00")) == berlin.instants(of: local("2027-05-02T00:00")))
    #expect(try berlin.instants(of: local("2027-05-01T24:00")).count == 1)
  }

  @Test func dayLengthsOfAYearSumToTheYear() throws {
    for name in ["Europe/Berlin", "Asia/Jerusalem", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"] {
      let zone = try Zone(name: name)
      let first = try date("2027-01-01")
      let minutes = (0..<365).map { zone.dayLength(first.adding(days: $0)) }.reduce(0, +)
      let spread = zone.startOfDay(first.adding(days: 365)).minutes(since: zone.startOfDay(first))
      #expect(minutes == spread, "\(name)")
    }
  }

  @Test func offsetsAreWrittenForPeople() throws {
    let winter = try instant("2027-01-15T12:00")
    let summer = try instant("2027-07-15T12:00")
    let cases = [
      ("Europe/Berlin", winter, "GMT+1", "UTC+01:00"), ("America/New_York", summer, "GMT−4", "UTC−04:00"),
      ("Europe/London", winter, "GMT", "UTC+00:00"), ("Asia/Kathmandu", winter, "GMT+5:45", "UTC+05:45"),
      ("America/St_Johns", winter, "GMT−3:30", "UTC−03:30"),
    ]
    for (name, instant, short, full) in cases {
      let zone = try Zone(name: name)
      #expect(zone.offsetText(at: instant, .short) == short)
      #expect(zone.offsetText(at: instant, .full) == full)
    }
  }

  @Test func readsEveryZoneOfTheWorld() throws {
    let names = try ZoneOracle.zoneNames()
    #expect(names.count > 400)
    for name in names {
      let zone = try Zone(name: name)
      #expect(abs(zone.offset(at: try instant("2050-06-01T00:00"))) <= 14 * 3600, "\(name)")
    }
  }

  @Test func everyZoneThatIsOfferedCanBeRead() throws {
    #expect(ZoneNames.all.count > 300)
    for name in ZoneNames.all { #expect(throws: Never.self, "\(name)") { try Zone(name: name) } }
  }

  @Test func utcNeedsNoFileAndEqualsTheOneRead() throws {
    #expect(Zone.utc.offset(at: .now) == 0)
    #expect(try Zone(name: "UTC") == Zone.utc)
    #expect(Zone.utc.abbreviation(at: .now) == "UTC")
  }
}
