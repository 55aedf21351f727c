/// FHIR R4 `Timing` (section 2.24.0.6) as parts of an English text.
enum TimingText {
  static func read(_ timing: JSONNode) throws(MappingStop) -> [String] {
    guard let node = try timing.member("repeat") else { return try timing.concept("code").map { [$0.text] } ?? [] }
    var parts: [String] = []
    if let rhythm = try rhythm(node) {
      parts.append(rhythm)
    } else if let code = try timing.concept("code") {
      parts.append(code.text)
    }
    let moments = try node.strings("when").map(momentName)
    if !moments.isEmpty { parts.append(try offset(node) + moments.joined(separator: " and ")) }
    let days = try node.strings("dayOfWeek").map(dayName)
    if !days.isEmpty { parts.append("on " + days.joined(separator: ", ")) }
    let times = try node.strings("timeOfDay").map { String($0.prefix(5)) }
    if !times.isEmpty { parts.append("at " + times.joined(separator: ", ")) }
    if let bounds = try bounds(node) { parts.append(bounds) }
    if let count = try node.number("count") { parts.append(try span(count, "countMax", node) + " doses in all") }
    return parts
  }

  /// "2 times a day", "1–2 times every 6 hours", "every 4–6 hours".
  private static func rhythm(_ node: JSONNode) throws(MappingStop) -> String? {
    let frequency = try node.number("frequency")
    guard let period = try node.number("period"), let unit = try node.string("periodUnit") else {
      guard let frequency else { return nil }
      let text = try span(frequency, "frequencyMax", node)
      return text == "1" ? "once" : text + " times"
    }
    let often = try span(frequency ?? "1", "frequencyMax", node)
    let every = try span(period, "periodMax", node)
    let name = unitName(unit)
    if every == "1" { return (often == "1" ? "once" : often + " times") + (unit == "h" ? " an " : " a ") + name }
    return (often == "1" ? "" : often + " times ") + "every " + every + " " + name + "s"
  }

  private static func span(_ low: String, _ highName: String, _ node: JSONNode) throws(MappingStop) -> String {
    guard let high = try node.number(highName), high != low else { return low }
    return low + "–" + high
  }

  private static func bounds(_ node: JSONNode) throws(MappingStop) -> String? {
    if let duration = try node.quantity("boundsDuration") { return "for " + duration.description }
    if let range = try node.range("boundsRange") { return "for " + range }
    return try node.period("boundsPeriod")?.description
  }

  /// Minutes before or after the event: "30 minutes ".
  private static func offset(_ node: JSONNode) throws(MappingStop) -> String {
    guard let minutes = try node.number("offset"), minutes != "0" else { return "" }
    return minutes + " minutes "
  }

  /// UCUM units of time.
  private static func unitName(_ code: String) -> String {
    switch code {
    case "s": "second"
    case "min": "minute"
    case "h": "hour"
    case "d": "day"
    case "wk": "week"
    case "mo": "month"
    case "a": "year"
    default: code
    }
  }

  private static func dayName(_ code: String) -> String {
    switch code {
    case "mon": "Monday"
    case "tue": "Tuesday"
    case "wed": "Wednesday"
    case "thu": "Thursday"
    case "fri": "Friday"
    case "sat": "Saturday"
    case "sun": "Sunday"
    default: code
    }
  }

  /// FHIR value set `event-timing`.
  private static func momentName(_ code: String) -> String {
    switch code {
    case "MORN": "in the morning"
    case "MORN.early": "in the early morning"
    case "MORN.late": "in the late morning"
    case "NOON": "at noon"
    case "AFT": "in the afternoon"
    case "AFT.early": "in the early afternoon"
    case "AFT.late": "in the late afternoon"
    case "EVE": "in the evening"
    case "EVE.early": "in the early evening"
    case "EVE.late": "in the late evening"
    case "NIGHT": "at night"
    case "PHS": "after sleep"
    case "HS": "at bedtime"
    case "WAKE": "on waking"
    case "C": "with a meal"
    case "CM": "with breakfast"
    case "CD": "with lunch"
    case "CV": "with dinner"
    case "AC": "before a meal"
    case "ACM": "before breakfast"
    case "ACD": "before lunch"
    case "ACV": "before dinner"
    case "PC": "after a meal"
    case "PCM": "after breakfast"
    case "PCD": "after lunch"
    case "PCV": "after dinner"
    default: code
    }
  }
}
