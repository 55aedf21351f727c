/// A calendar that programs fetch again and again.
public struct CalendarFeed: Sendable {
  /// As it is listed among somebody's calendars.
  public let name: String
  public let events: [CalendarEvent]

  public init(name: String, events: [CalendarEvent]) {
    self.name = name
    self.events = events
  }
}

extension ICalendar {
  /// The file of a feed: nothing in it but what its events say, so the same events make the same bytes. How often it is
  /// worth asking is said in both ways that are in use (RFC 7986, and the older one).
  public static func feed(_ feed: CalendarFeed) -> [UInt8] {
    let name = ICSValue.text(ICSText(feed.name))
    let head = [
      ICSLine("BEGIN", .literal("VCALENDAR")), ICSLine("VERSION", .literal("2.0")),
      ICSLine("PRODID", .literal("-//Praxis//Praxis//EN")), ICSLine("CALSCALE", .literal("GREGORIAN")),
      Method.publish.line, ICSLine("NAME", name), ICSLine("X-WR-CALNAME", name),
      ICSLine("REFRESH-INTERVAL", [("VALUE", "DURATION")], .literal("PT30M")),
      ICSLine("X-PUBLISHED-TTL", .literal("PT30M")),
    ]
    var bytes = head.flatMap { Array($0.encoded.utf8) }
    for event in feed.events {
      for line in event.lines(extra: feedLines(event)) { bytes += Array(line.encoded.utf8) }
    }
    return bytes + Array(ICSLine("END", .literal("VCALENDAR")).encoded.utf8)
  }

  /// Private: who shares the calendar shares no more than that there is something. What is off takes no time.
  private static func feedLines(_ event: CalendarEvent) -> [ICSLine] {
    [
      ICSLine("LAST-MODIFIED", .instant(event.writtenAt)), ICSLine("CLASS", .literal("PRIVATE")),
      event.status == .cancelled
        ? ICSLine("TRANSP", .literal("TRANSPARENT")) : ICSLine("TRANSP", .literal("OPAQUE")),
    ]
  }
}
