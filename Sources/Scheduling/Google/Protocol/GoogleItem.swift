import Core
import Web

/// One event of a list, as far as it matters here: neither title nor place nor people.
struct GoogleItem: Sendable {
  let id: String
  let etag: String?
  /// How calendar files call it.
  let uid: String
  /// When it makes busy; nil where it does not, or no longer.
  let span: TimeSpan?
  /// Nothing could be made of its times.
  let isUnread: Bool

  /// What is asked for, and nothing else is sent.
  static let fields =
    "nextPageToken,nextSyncToken,timeZone,items(id,status,etag,iCalUID,start,end,transparency,attendees(self,responseStatus))"

  /// - Parameter zone: of whole days.
  init?(_ value: JSONValue, zone: Zone) {
    guard let event = value.object, let id = event["id"]?.string, !id.isEmpty else { return nil }
    self.id = id
    etag = event["etag"]?.string
    uid = event["iCalUID"]?.string ?? ""
    guard event["status"]?.string != "cancelled", event["transparency"]?.string != "transparent",
      !GoogleItem.isDeclined(event)
    else {
      (span, isUnread) = (nil, false)
      return
    }
    let (start, end) = (
      GoogleMoment.instant(event["start"], zone: zone), GoogleMoment.instant(event["end"], zone: zone)
    )
    guard let start, let end, start <= end else {
      (span, isUnread) = (nil, true)
      return
    }
    // What lasts no time takes none.
    (span, isUnread) = (start < end ? TimeSpan(start: start, end: end) : nil, false)
  }

  private static func isDeclined(_ event: JSONObject) -> Bool {
    event["attendees"]?.array?.contains { person in
      person.object?["self"] == .bool(true) && person.object?["responseStatus"]?.string == "declined"
    } ?? false
  }
}
