public import Core

/// The little of CalDAV (RFC 4791) that reading busy times takes.
public enum CalDAV {
  /// Asks a collection for the events that touch a time, each with everything that says when it takes place.
  public static func query(from: Instant, until: Instant) -> [UInt8] {
    let (start, end) = (compact(from), compact(until))
    return Array(
      """
      <?xml version="1.0" encoding="utf-8"?>
      <c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:prop><c:calendar-data/></d:prop>\
      <c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">\
      <c:time-range start="\(start)" end="\(end)"/></c:comp-filter></c:comp-filter></c:filter></c:calendar-query>
      """.utf8)
  }

  private static func compact(_ instant: Instant) -> String {
    let text = Zone.utc.local(instant).description.filter { $0 != "-" && $0 != ":" }
    return text + "00Z"
  }

  /// The calendar files in a server's answer; nil when it is no such answer.
  ///
  /// Looks for the elements by their own names, whatever prefix they have, and for nothing else: no document type, so
  /// no entity of a stranger's is ever expanded.
  public static func calendars(in answer: [UInt8]) -> [[UInt8]]? {
    var reader = MarkupReader(answer)
    var files: [[UInt8]] = []
    var isAnswer = false
    var text: [UInt8]?
    while let piece = reader.next() {
      switch piece {
      case .opening("multistatus"): isAnswer = true
      case .opening("calendar-data"): text = []
      case .closing("calendar-data"):
        if let text, !text.isEmpty { files.append(text) }
        text = nil
      case .text(let bytes): text?.append(contentsOf: bytes)
      case .opening, .closing: break
      }
    }
    return isAnswer && reader.isWellFormed ? files : nil
  }
}
