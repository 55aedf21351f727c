public import Core

/// The value of a calendar property, by type, so that nothing unescaped becomes one.
public enum ICSValue: Sendable {
  case text(ICSText)
  /// A date and time in UTC: `20270328T010000Z`.
  case instant(Instant)
  /// A wall time, to stand with a TZID parameter: `20270328T030000`.
  case local(LocalDateTime)
  case date(LocalDate)
  case number(Int)
  /// Seconds east of Greenwich, for TZOFFSETFROM and TZOFFSETTO: `+0100`.
  case offset(Int)
  case mail(EmailAddress)
  /// A word of the format itself, written in our source: `VEVENT`, `CONFIRMED`.
  case literal(StaticString)

  var encoded: String {
    switch self {
    case .text(let text): text.encoded
    case .instant(let instant): Self.compact(Zone.utc.local(instant), second: instant.seconds) + "Z"
    case .local(let local): Self.compact(local, second: 0)
    case .date(let date): Self.compact(date)
    case .number(let number): String(number)
    case .offset(let seconds): Self.offset(seconds)
    case .mail(let address): "mailto:" + ICSLine.uriEscaped(address.text)
    case .literal(let literal): literal.description
    }
  }

  private static func compact(_ date: LocalDate) -> String {
    Decimal.padded(date.year, 4) + Decimal.padded(date.month, 2) + Decimal.padded(date.day, 2)
  }
  private static func compact(_ local: LocalDateTime, second: Int64) -> String {
    // 24:00 is not a time in RFC 5545.
    let date = local.time.minutes == 1440 ? local.date.adding(days: 1) : local.date
    let clock = Decimal.padded(local.time.hour % 24, 2) + Decimal.padded(local.time.minute, 2)
    return compact(date) + "T" + clock + Decimal.padded(Int((second % 60 + 60) % 60), 2)
  }
  private static func offset(_ seconds: Int) -> String {
    let minutes = abs(seconds) / 60
    let rest = abs(seconds) % 60
    return (seconds < 0 ? "-" : "+") + Decimal.padded(minutes / 60, 2) + Decimal.padded(minutes % 60, 2)
      + (rest == 0 ? "" : Decimal.padded(rest, 2))
  }
}

/// One content line of a calendar file (RFC 5545, section 3.1).
public struct ICSLine: Sendable, Equatable {
  /// Folded, with its CRLF.
  public let encoded: String

  /// - Parameters:
  ///   - name: the property, written in our source.
  ///   - parameters: values are quoted when they need it; quotes and controls in them are removed.
  public init(_ name: StaticString, _ parameters: [(name: StaticString, value: String)], _ value: ICSValue) {
    let listed = parameters.map { ";" + $0.name.description + "=" + Self.parameter($0.value) }.joined()
    encoded = Self.fold(name.description + listed + ":" + value.encoded)
  }

  public init(_ name: StaticString, _ value: ICSValue) { self.init(name, [], value) }

  /// Breaks a line so that none is longer than 75 octets, never inside a character's UTF-8, and ends it with CRLF.
  static func fold(_ line: String) -> String {
    let limit = 75
    var folded: [UInt8] = []
    var length = 0
    for scalar in line.unicodeScalars {
      let bytes = UTF8.encode(scalar)
      let size = bytes?.count ?? 0
      if length + size > limit {
        folded += [0x0D, 0x0A, 0x20]
        length = 1
      }
      folded += bytes.map { Array($0) } ?? []
      length += size
    }
    return String(decoding: folded + [0x0D, 0x0A], as: UTF8.self)
  }

  private static func parameter(_ raw: String) -> String {
    let kept = raw.unicodeScalars.filter { $0 != "\"" && $0.properties.generalCategory != .control }
    let text = String(String.UnicodeScalarView(kept))
    let needsQuotes = kept.contains { $0 == ":" || $0 == ";" || $0 == "," }
    return needsQuotes ? "\"" + text + "\"" : text
  }

  /// Everything but unreserved characters, `@` and `+` percent-encoded, so no separator of the format survives.
  static func uriEscaped(_ text: String) -> String {
    PercentEncoder.encode(text.utf8, keeping: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "+") })
  }
}
