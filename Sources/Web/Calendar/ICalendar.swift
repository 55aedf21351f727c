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
    var status: ICSLine {
      switch self {
      case .request, .publish: ICSLine("STATUS", .literal("CONFIRMED"))
      case .cancel: ICSLine("STATUS", .literal("CANCELLED"))
      }
    }
  }

  /// The file of one appointment. Its UID stays the same for the appointment's whole life, so a later file changes the
  /// entry that an earlier one made.
  public static func appointment(_ entry: CalendarEntry, method: Method) -> [UInt8] {
    let lines =
      [
        ICSLine("BEGIN", .literal("VCALENDAR")), ICSLine("VERSION", .literal("2.0")),
        ICSLine("PRODID", .literal("-//Praxis//Praxis//EN")), ICSLine("CALSCALE", .literal("GREGORIAN")), method.line,
      ] + event(entry, method) + [ICSLine("END", .literal("VCALENDAR"))]
    return lines.flatMap { Array($0.encoded.utf8) }
  }

  private static func event(_ entry: CalendarEntry, _ method: Method) -> [ICSLine] {
    let language = [(name: "LANGUAGE" as StaticString, value: entry.language.rawValue)]
    var lines = [
      ICSLine("BEGIN", .literal("VEVENT")), ICSLine("UID", .text(ICSText("\(entry.appointment)@praxis"))),
      ICSLine("SEQUENCE", .number(entry.sequence)), ICSLine("DTSTAMP", .instant(entry.writtenAt)),
      ICSLine("DTSTART", .instant(entry.start)), ICSLine("DTEND", .instant(entry.end)), method.status,
      ICSLine("SUMMARY", language, .text(ICSText(entry.practiceName))),
    ]
    if !entry.place.isEmpty { lines.append(ICSLine("LOCATION", language, .text(ICSText(entry.place)))) }
    if !entry.notes.isEmpty { lines.append(ICSLine("DESCRIPTION", language, .text(ICSText(entry.notes)))) }
    if let organizer = entry.organizer {
      lines.append(ICSLine("ORGANIZER", [("CN", entry.practiceName)], .mail(organizer)))
    }
    if let attendee = entry.attendee {
      // The patient has agreed already, so the calendar asks nothing.
      lines.append(ICSLine("ATTENDEE", [("PARTSTAT", "ACCEPTED"), ("RSVP", "FALSE")], .mail(attendee)))
    }
    return lines + [ICSLine("END", .literal("VEVENT"))]
  }
}
