/// How much room a weekday's name may take.
public enum NameWidth: Sendable, CaseIterable {
  /// "Thursday"
  case long
  /// "Thu"
  case short
  /// "T"; not unique
  case narrow
}

extension Formats {
  /// The name of a weekday by its ISO number, Monday 1 to Sunday 7; other numbers wrap around.
  public func weekday(_ number: Int, _ width: NameWidth) -> String {
    language.weekdayNames(width)[((number - 1) % 7 + 7) % 7]
  }

  /// All seven, for the head of a calendar.
  /// - Parameter firstWeekday: the ISO number the week begins with.
  public func weekdays(_ width: NameWidth, from firstWeekday: Int) -> [String] {
    (0..<7).map { weekday(firstWeekday + $0, width) }
  }

  /// The name of a month, 1 to 12, standing alone; other numbers wrap around.
  public func month(_ number: Int) -> String { language.monthNames[((number - 1) % 12 + 12) % 12] }

  /// The ISO number of the day a week begins with, by CLDR's `weekData`: the region decides, and where none is known
  /// the language does. Regions not listed begin on Monday.
  /// - Parameter region: ISO 3166 code, upper case, such as `US`.
  public static func firstWeekday(_ language: Language, region: String?) -> Int {
    let (sunday, monday, saturday) = (7, 1, 6)
    guard let region else {
      switch language {
      case .en, .de: return monday
      case .he: return sunday
      }
    }
    if ["US", "CA", "IL", "MX", "BR", "IN", "JP", "KR", "ZA", "SA", "PH", "TH", "HK", "TW", "SG"].contains(region) {
      return sunday
    }
    return ["EG", "JO", "KW", "QA", "BH", "OM", "IQ", "SY"].contains(region) ? saturday : monday
  }
}

extension LocalDate {
  /// The first day of the week this day is in.
  /// - Parameter weekday: the ISO number weeks begin with.
  public func startOfWeek(from weekday: Int) -> LocalDate {
    adding(days: -(((self.weekday - weekday) % 7 + 7) % 7))
  }
}

extension Language {
  /// From Monday.
  func weekdayNames(_ width: NameWidth) -> [String] {
    switch (self, width) {
    case (.en, .long): ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    case (.en, .short): ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    case (.en, .narrow): ["M", "T", "W", "T", "F", "S", "S"]
    case (.de, .long): ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
    case (.de, .short): ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."]
    case (.de, .narrow): ["M", "D", "M", "D", "F", "S", "S"]
    case (.he, .long): ["יום שני", "יום שלישי", "יום רביעי", "יום חמישי", "יום שישי", "יום שבת", "יום ראשון"]
    case (.he, .short): ["יום ב׳", "יום ג׳", "יום ד׳", "יום ה׳", "יום ו׳", "שבת", "יום א׳"]
    case (.he, .narrow): ["ב׳", "ג׳", "ד׳", "ה׳", "ו׳", "ש׳", "א׳"]
    }
  }

  var monthNames: [String] {
    switch self {
    case .en:
      [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
      ]
    case .de:
      [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
      ]
    case .he:
      [
        "ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר",
      ]
    }
  }
}
