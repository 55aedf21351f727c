import Core

/// Writes calendar files (RFC 5545, RFC 5546): UTF-8, CRLF, folded lines.
///
/// Times are in UTC, so both passes of a repeated hour are told apart and no zone rules travel along; the calendar shows
/// them in its owner's zone.
public enum ICalendar {
  public enum Method: String, Sendable, CaseIterable {
    /// To the attendee: a new entry, or a new state of a known one.
    case request = "REQUEST"
    /// To the attendee: the entry is off.
    case cancel = "CANCEL"
    /// To whoever downloads the file.
    case publish = "PUBLISH"

    var line: ICSLine {
      switch self {
      case .request: ICSLine("METHOD", .literal("REQUEST"))
      case .cancel: ICSLine("METHOD", .literal("CANCEL"))
      case .publish: ICSLine("METHOD", .literal("PUBLISH"))
      }
    }
  }

  /// The file of one appointment.
  public static func appointment(_ entry: CalendarEntry, method: Method) -> [UInt8] {
    let lines =
      [
        ICSLine("BEGIN", .literal("VCALENDAR")), ICSLine("VERSION", .literal("2.0")),
        ICSLine("PRODID", .literal("-//Praxis//Praxis//EN")), ICSLine("CALSCALE", .literal("GREGORIAN")), method.line,
      ] + CalendarEvent(entry, method).lines(extra: people(entry)) + [ICSLine("END", .literal("VCALENDAR"))]
    return lines.flatMap { Array($0.encoded.utf8) }
  }

  private static func people(_ entry: CalendarEntry) -> [ICSLine] {
    var lines: [ICSLine] = []
    if let organizer = entry.organizer {
      lines.append(ICSLine("ORGANIZER", [("CN", entry.practiceName)], .mail(organizer)))
    }
    if let attendee = entry.attendee {
      // The patient has agreed already, so the calendar asks nothing.
      lines.append(ICSLine("ATTENDEE", [("PARTSTAT", "ACCEPTED"), ("RSVP", "FALSE")], .mail(attendee)))
    }
    return lines
  }
}
