public import Core

/// One VEVENT as it is written, whatever it is for.
public struct CalendarEvent: Sendable {
  public enum Status: Sendable, Equatable {
    case confirmed, tentative, cancelled

    var line: ICSLine {
      switch self {
      case .confirmed: ICSLine("STATUS", .literal("CONFIRMED"))
      case .tentative: ICSLine("STATUS", .literal("TENTATIVE"))
      case .cancelled: ICSLine("STATUS", .literal("CANCELLED"))
      }
    }
  }

  public let appointment: AppointmentID
  /// Of the appointment: a calendar takes the entry with the highest one.
  public let sequence: Int
  public let status: Status
  public let start: Instant
  public let end: Instant
  /// The only words in the calendar's overview.
  public let summary: String
  /// Empty for none.
  public let place: String
  /// Plain text; empty for none.
  public let notes: String
  public let language: Language
  /// When this state of the entry came about (DTSTAMP).
  public let writtenAt: Instant

  public init(
    appointment: AppointmentID, sequence: Int, status: Status, start: Instant, end: Instant, summary: String,
    place: String, notes: String, language: Language, writtenAt: Instant
  ) {
    self.appointment = appointment
    self.sequence = sequence
    self.status = status
    self.start = start
    self.end = end
    self.summary = summary
    self.place = place
    self.notes = notes
    self.language = language
    self.writtenAt = writtenAt
  }

  init(_ entry: CalendarEntry, _ method: ICalendar.Method) {
    self.init(
      appointment: entry.appointment, sequence: entry.sequence, status: method == .cancel ? .cancelled : .confirmed,
      start: entry.start, end: entry.end, summary: entry.practiceName, place: entry.place, notes: entry.notes,
      language: entry.language, writtenAt: entry.writtenAt)
  }

  /// Its UID stays the same for the appointment's whole life, so a later file changes the entry that an earlier made.
  func lines(extra: [ICSLine]) -> [ICSLine] {
    let spoken = [(name: "LANGUAGE" as StaticString, value: language.rawValue)]
    var lines = [
      ICSLine("BEGIN", .literal("VEVENT")), ICSLine("UID", .text(ICSText("\(appointment)@praxis"))),
      ICSLine("SEQUENCE", .number(sequence)), ICSLine("DTSTAMP", .instant(writtenAt)),
      ICSLine("DTSTART", .instant(start)), ICSLine("DTEND", .instant(end)), status.line,
      ICSLine("SUMMARY", spoken, .text(ICSText(summary))),
    ]
    if !place.isEmpty { lines.append(ICSLine("LOCATION", spoken, .text(ICSText(place)))) }
    if !notes.isEmpty { lines.append(ICSLine("DESCRIPTION", spoken, .text(ICSText(notes)))) }
    return lines + extra + [ICSLine("END", .literal("VEVENT"))]
  }
}
