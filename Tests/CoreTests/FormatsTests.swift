import Core
import Testing

@Suite struct FormatsTests {
  let en = Formats(language: .en, uses12HourClock: false)
  let am = Formats(language: .en, uses12HourClock: true)
  let de = Formats(language: .de, uses12HourClock: false)
  let he = Formats(language: .he, uses12HourClock: false)

  @Test func datesInThreeLanguages() throws {
    let day = try date("2026-03-12")
    #expect(
      [en, de, he].map { $0.date(day, .long) } == [
        "Thursday 12 March 2026", "Donnerstag, 12. März 2026", "יום חמישי, 12 במרץ 2026",
      ])
    #expect([en, de, he].map { $0.date(day, .medium) } == ["12 March 2026", "12. März 2026", "12 במרץ 2026"])
    #expect([en, de, he].map { $0.date(day, .short) } == ["Thu 12 March", "Do., 12. März", "יום ה׳, 12 במרץ"])
    #expect([en, de, he].map { $0.monthAndYear(day) } == ["March 2026", "März 2026", "מרץ 2026"])
    #expect(he.date(try date("2026-03-14"), .long) == "יום שבת, 14 במרץ 2026")
  }

  @Test func dateRangesShareWhatTheyCan() throws {
    let march = try date("2026-03-09")
    #expect(
      [en, de, he].map { $0.dateRange(march, march.adding(days: 6)) } == [
        "9–15 March 2026", "9.–15. März 2026", "9–15 במרץ 2026",
      ])
    #expect(en.dateRange(try date("2026-03-30"), try date("2026-04-05")) == "30 March – 5 April 2026")
    #expect(de.dateRange(try date("2026-12-28"), try date("2027-01-03")) == "28. Dezember 2026 – 3. Januar 2027")
    #expect(en.dateRange(march, march) == "9 March 2026")
  }

  @Test func weekdaysBeginWhereTheReaderExpects() throws {
    #expect(Formats.firstWeekday(.en, region: "US") == 7)
    #expect(Formats.firstWeekday(.en, region: "GB") == 1)
    #expect(Formats.firstWeekday(.he, region: nil) == 7)
    #expect(Formats.firstWeekday(.he, region: "IL") == 7)
    #expect(Formats.firstWeekday(.de, region: nil) == 1)
    #expect(Formats.firstWeekday(.de, region: "DE") == 1)
    #expect(Formats.firstWeekday(.en, region: "EG") == 6)
    #expect(en.weekdays(.short, from: 7) == ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"])
    #expect(de.weekdays(.narrow, from: 1) == ["M", "D", "M", "D", "F", "S", "S"])
    #expect(he.weekdays(.narrow, from: 7) == ["א׳", "ב׳", "ג׳", "ד׳", "ה׳", "ו׳", "ש׳"])
    #expect(try date("2026-03-12").startOfWeek(from: 7).description == "2026-03-08")
    #expect(try date("2026-03-12").startOfWeek(from: 1).description == "2026-03-09")
    #expect(try date("2026-03-08").startOfWeek(from: 7).description == "2026-03-08")
  }

  @Test func namesAreCompleteAndDistinct() {
    for formats in [en, de, he] {
      #expect(Set((1...12).map { formats.month($0) }).count == 12)
      for width in [NameWidth.long, .short] { #expect(Set(formats.weekdays(width, from: 1)).count == 7) }
    }
  }

  @Test func timesIn24And12Hours() throws {
    #expect(en.time(try time("09:05")) == "09:05")
    let clock = ["00:00", "00:30", "10:30", "12:00", "12:59", "13:00", "23:59", "24:00"]
    #expect(
      try clock.map { am.time(try time($0)) }
        == ["12:00 am", "12:30 am", "10:30 am", "12:00 pm", "12:59 pm", "1:00 pm", "11:59 pm", "12:00 am"])
    #expect(en.timeRange(try time("10:00"), try time("10:50")) == "10:00–10:50")
    #expect(am.timeRange(try time("10:00"), try time("10:50")) == "10:00–10:50 am")
    #expect(am.timeRange(try time("11:30"), try time("12:20")) == "11:30 am – 12:20 pm")
    #expect(am.timeRange(try time("09:00"), try time("24:00")) == "9:00 am – 12:00 am")
  }

  @Test func durationsHaveHebrewDuals() {
    #expect(
      [0, 1, 50, 60, 80, 121].map(en.duration(minutes:)) == [
        "0 minutes", "1 minute", "50 minutes", "1 hour", "1 hour 20 minutes", "2 hours 1 minute",
      ])
    #expect(
      [1, 50, 60, 150].map(de.duration(minutes:)) == ["1 Minute", "50 Minuten", "1 Stunde", "2 Stunden 30 Minuten"])
    #expect(
      [1, 2, 50, 60, 62, 80, 120, 150, 180].map(he.duration(minutes:))
        == [
          "דקה", "שתי דקות", "50 דקות", "שעה", "שעה ושתי דקות", "שעה ו-20 דקות", "שעתיים", "שעתיים ו-30 דקות", "3 שעות",
        ])
  }

  @Test func moneyAsEachLanguageWritesIt() {
    let twenty = Money(minor: 2000, .eur)
    #expect(en.money(twenty) == "€20.00")
    #expect(de.money(twenty) == "20,00\u{A0}€")
    #expect(scalars(he.money(Money(minor: 2000, .ils))) == scalars("\u{200F}20.00\u{A0}\u{200F}₪"))
    #expect(en.money(Money(minor: -2050, .eur)) == "\u{2212}€20.50")
    #expect(de.money(Money(minor: -2050, .eur)) == "\u{2212}20,50\u{A0}€")
    #expect(scalars(he.money(Money(minor: -2050, .ils))) == scalars("\u{200F}\u{200E}\u{2212}20.50\u{A0}\u{200F}₪"))
    #expect(en.money(Money(minor: 123_456_789, .usd)) == "$1,234,567.89")
    #expect(de.money(Money(minor: 123_456, .eur)) == "1.234,56\u{A0}€")
    #expect(en.money(Money(minor: 2000, .jpy)) == "¥2,000")
    #expect(en.money(Money(minor: 1500, .kwd)) == "KWD\u{A0}1.500")
    #expect(en.money(Money(minor: 2000, .chf)) == "CHF\u{A0}20.00")
    #expect(en.money(twenty, dropsZeroDecimals: true) == "€20")
    #expect(en.money(Money(minor: 2005, .eur), dropsZeroDecimals: true) == "€20.05")
    #expect(en.money(Money(minor: 5, .eur)) == "€0.05")
    #expect(en.money(Money(minor: .min, .jpy)) == "\u{2212}¥9,223,372,036,854,775,808")
    #expect(de.moneyInput(Money(minor: 123_450, .eur)) == "1234,50")
  }

  @Test func listsNumbersAndSizes() {
    #expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(en.list) == ["", "a", "a and b", "a, b and c"])
    #expect(de.list(["a", "b", "c"]) == "a, b und c")
    #expect(he.list(["א", "ב", "ג"]) == "א, ב וג")
    #expect(he.list(["א", "Ben"]) == "א ו-Ben")
    #expect([0, 999, 1000, 1_234_567, -1234].map(en.number) == ["0", "999", "1,000", "1,234,567", "\u{2212}1,234"])
    #expect(de.number(1_234_567) == "1.234.567")
    #expect(
      [0, 1, 999, 1000, 1500, 1_450_000, 9_960_000, 12_400_000, 999_499, 999_500, 2_000_000_000].map(
        en.fileSize(bytes:))
        == ["0 bytes", "1 byte", "999 bytes", "1 kB", "1.5 kB", "1.5 MB", "10 MB", "12 MB", "999 kB", "1 MB", "2 GB"])
    #expect(de.fileSize(bytes: 1_500_000) == "1,5 MB")
    #expect(en.fileSize(bytes: .max) == "9,223,372 TB")
  }

  @Test func relativeDaysReachOneDay() throws {
    let today = try date("2026-03-01")
    #expect(
      (-2...2).map { en.relativeDay(today.adding(days: $0), today: today) } == [
        nil, "yesterday", "today", "tomorrow", nil,
      ])
    #expect(de.relativeDay(today.adding(days: 1), today: today) == "morgen")
    #expect(he.relativeDay(today, today: today) == "היום")
  }

  @Test func zoneLabelsNameTheCityAndTheOffset() throws {
    let berlin = try Zone(name: "Europe/Berlin")
    let winter = try instant("2027-01-15T12:00")
    #expect(
      [en, de, he].map { $0.zoneLabel(berlin, at: winter) } == [
        "Berlin time (GMT+1)", "Ortszeit Berlin (GMT+1)", "שעון ברלין (GMT+1)",
      ])
    #expect(de.zoneLabel(try Zone(name: "Europe/Vienna"), at: winter) == "Ortszeit Wien (GMT+1)")
    #expect(en.zoneLabel(try Zone(name: "America/New_York"), at: winter) == "New York time (GMT−5)")
    #expect(he.zoneLabel(try Zone(name: "America/Argentina/Buenos_Aires"), at: winter) == "שעון Buenos Aires (GMT−3)")
    #expect(en.zoneLabel(.utc, at: winter) == "UTC")
    #expect(en.zoneLabel(try Zone(name: "Etc/GMT-3"), at: winter) == "UTC+03:00")
  }

  @Test func theLabelTellsARepeatedHourApart() throws {
    for (name, wall) in [("Europe/Berlin", "2027-10-31T02:30"), ("Australia/Lord_Howe", "2027-04-04T01:45")] {
      let zone = try Zone(name: name)
      let labels = zone.instants(of: try local(wall)).map { en.zoneLabel(zone, at: $0) }
      #expect(labels.count == 2 && Set(labels).count == 2, "\(labels)")
    }
    let berlin = try Zone(name: "Europe/Berlin")
    #expect(
      berlin.instants(of: try local("2027-10-31T02:30")).map { en.zoneLabel(berlin, at: $0) }
        == ["Berlin time (GMT+2)", "Berlin time (GMT+1)"])
  }

  private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}
