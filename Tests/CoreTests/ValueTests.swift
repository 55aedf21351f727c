import Core
import SQL
import Testing

@Suite struct EntityIDTests {
  @Test func isAVersion7UUIDOfItsTime() throws {
    let id = EntityID.make(at: Instant(microseconds: 1_645_557_742_000_000))
    // The example of RFC 9562, appendix A.6: 2022-02-22T19:22:22Z is 017f22e2-79b0.
    #expect(id.description.hasPrefix("017f22e2-79b0-7"))
    #expect("89ab".contains(try #require(Array(id.description)[19...].first)))
    #expect(id.description.utf8.count == 36)
  }

  @Test func textAndBytesComeBack() throws {
    let text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
    let id = try #require(EntityID(text: text))
    #expect(id.description == text)
    #expect(id.bytes.count == 16 && id.bytes[0] == 0x01 && id.bytes[15] == 0x8F)
    #expect(EntityID(bytes: id.bytes) == id)
    #expect(id.high == 0x017F_22E2_79B0_7CC3 && id.low == 0x98C4_DC0C_0C07_398F)
    #expect(PatientID(text: text)?.description == text)
  }

  @Test(arguments: [
    "", "017f22e2", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "017f22e279b07cc398c4dc0c0c07398f",
    "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f ",
    "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2+79b0-7cc3-98c4-dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4dc-0c0c07398f", "-17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    "017f22e2-79b0-7cc3-98c4-dc0c0c0739\u{E9}",
  ])
  func anyOtherTextIsRefused(text: String) { #expect(EntityID(text: text) == nil) }

  @Test func otherLengthsAreRefused() {
    for count in [0, 15, 17] { #expect(EntityID(bytes: [UInt8](repeating: 1, count: count)) == nil) }
  }

  @Test func laterIDsSortBehindAndNoneRepeats() {
    let start = Instant(seconds: 1_800_000_000)
    let ids = (0..<1000).map { EntityID.make(at: start.adding(seconds: Int64($0))) }
    #expect(ids == ids.sorted())
    #expect(ids.map(\.description) == ids.map(\.description).sorted())
    #expect(Set((0..<1000).map { _ in EntityID.make(at: start) }).count == 1000)
  }
}

@Suite struct HexAndBase64Tests {
  @Test func hexComesBackAndRefusesTheRest() {
    #expect(Hex.encode([0x00, 0x7F, 0xFF]) == "007fff")
    #expect(Hex.decode("007fFF") == [0x00, 0x7F, 0xFF])
    #expect(Hex.decode("") == [])
    for text in ["0", "0g", " 00", "0x00", "0\u{301}0"] { #expect(Hex.decode(text) == nil, "\(text)") }
  }

  /// RFC 4648, section 10, without the padding.
  @Test(
    arguments: zip(
      ["", "f", "fo", "foo", "foob", "fooba", "foobar"], ["", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE", "Zm9vYmFy"]))
  func base64URLVectors(plain: String, encoded: String) {
    #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
    #expect(Base64URL.decode(encoded) == Array(plain.utf8))
  }

  @Test func base64URLIsStrict() {
    #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
    for text in ["Z", "Zg==", "Zh", "Zm9", "+/8", "Zm9v\n", "Z g", "Zm9vZ"] {
      #expect(Base64URL.decode(text) == nil, "\(text)")
    }
    for length in 0..<64 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255) }
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }
  }
}

@Suite struct LocalDateTests {
  @Test(arguments: [
    ("1970-01-01", 0, 4), ("2000-02-29", 11016, 2), ("2026-03-12", 20524, 4), ("1969-12-31", -1, 3),
    ("0001-01-01", -719_162, 1), ("9999-12-31", 2_932_896, 5), ("1900-03-01", -25508, 4), ("2027-03-28", 20905, 7),
  ])
  func knownDays(text: String, days: Int32, weekday: Int) throws {
    let day = try date(text)
    #expect(day.days == days && day.weekday == weekday && day.description == text)
    #expect(day.sqlValue == .date(days))
  }

  @Test(arguments: [
    "2026-02-29", "2026-02-30", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
    "0000-01-01", "2026-1-01", "26-01-01", "2026-01-01 ", "2026/01/01", "20260101", "+026-01-01", "2026-01-0a", "",
    "２026-01-01", "2026-01-01T00:00",
  ])
  func refusesWhatIsNoDay(text: String) { #expect(LocalDate(text: text) == nil) }

  @Test func everyDayOfFourCenturiesFollowsTheOneBefore() throws {
    var day = try date("1899-12-31")
    var expected = (year: 1899, month: 12, day: 31)
    for _ in 0..<146_097 {
      day = day.adding(days: 1)
      let isLeap = expected.year % 4 == 0 && (expected.year % 100 != 0 || expected.year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      expected.day += 1
      if expected.day > lengths[expected.month - 1] { expected = (expected.year, expected.month + 1, 1) }
      if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
      guard day.year == expected.year, day.month == expected.month, day.day == expected.day,
        LocalDate(year: expected.year, month: expected.month, day: expected.day) == day
      else {
        Issue.record("\(day) is not \(expected)")
        return
      }
    }
  }

  @Test func monthsEndWhereTheyEnd() throws {
    #expect(try date("2026-01-31").adding(months: 1).description == "2026-02-28")
    #expect(try date("2024-01-31").adding(months: 1).description == "2024-02-29")
    #expect(try date("2026-03-31").adding(months: -13).description == "2025-02-28")
    #expect(try date("2026-12-15").adding(months: 1).description == "2027-01-15")
    #expect(try date("2026-03-12").days(since: try date("2026-03-01")) == 11)
  }
}

@Suite struct LocalTimeTests {
  @Test func readsExactlyHoursAndMinutes() throws {
    #expect(try time("09:05").minutes == 545)
    #expect(try time("24:00").minutes == 1440)
    for text in ["24:01", "25:00", "09:60", "9:05", "09:05:00", "0905", "", "09.05", "-9:05", "09:\u{0665}5"] {
      #expect(LocalTime(text: text) == nil, "\(text)")
    }
    #expect(LocalTime(minutes: -1) == nil && LocalTime(minutes: 1441) == nil)
  }

  @Test func aDateAndATimeStandTogether() throws {
    let both = try local("2027-03-28T02:30")
    #expect(both.description == "2027-03-28T02:30")
    #expect(both.sqlValue == .wallClock((20905 * 1440 + 150) * 60_000_000))
    for text in ["2027-03-28", "2027-03-28 02:30", "2027-03-28T02:30Z", "2027-02-30T02:30", "T02:30", "2027-03-28T"] {
      #expect(LocalDateTime(text: text) == nil, "\(text)")
    }
  }

  @Test func instantsCountTowardsThePast() {
    #expect(Instant(microseconds: -1).seconds == -1)
    #expect(Instant(seconds: 59).minutes(since: Instant(seconds: 0)) == 0)
    #expect(Instant(seconds: 0).minutes(since: Instant(seconds: 59)) == -1)
    #expect(Instant(seconds: 0).adding(days: 1).adding(hours: -1).adding(minutes: 30).seconds == 84_600)
  }

  @Test func decimalsAreASCIIDigitsOnly() {
    #expect(Decimal.parse("007") == 7)
    for text in ["", "-1", "+1", " 1", "1 ", "1e3", "١", "1234567890123456789", "1\u{301}"] {
      #expect(Decimal.parse(text) == nil, "\(text)")
    }
    #expect(Decimal.padded(7, 3) == "007" && Decimal.padded(-7, 2) == "-07" && Decimal.padded(1234, 2) == "1234")
  }
}
