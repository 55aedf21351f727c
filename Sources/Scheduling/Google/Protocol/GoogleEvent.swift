import Core
import Crypto
import Web

/// An appointment or a session as it is written over there: when, what the practice calls it in public, how many take
/// part, and the room. Private, so that whoever may see the calendar sees only that it is taken.
struct GoogleEvent: Sendable {
  let body: [UInt8]
  /// Of what it says: the same is not written twice.
  let content: [UInt8]
  let isNamed: Bool
  /// Those of a session whom it names.
  let named: [FeedEntry.Participant]

  /// The mark that tells ours from others, for whoever looks at the calendar by its own means.
  static let mark = "praxis"

  /// Nil for one that has no place there.
  init?(_ entry: FeedEntry, zone: Zone) {
    let status: String
    switch entry.status {
    case .pending: status = "tentative"
    case .booked, .arrived, .checkedIn, .fulfilled, .noshow: status = "confirmed"
    case .proposed, .cancelled, .waitlist, .enteredInError: return nil
    }
    let summary =
      entry.session.map { "\(entry.service) (\($0.taken)/\($0.places))" }
      ?? [entry.patient?.full, entry.service].compactMap { $0 }.joined(separator: ", ")
    named = entry.session?.named ?? []
    let names = named.map(\.name)
    func text(_ value: String) -> String { JSONString(value).encoded }
    func moment(_ instant: Instant) -> String {
      "{\"dateTime\":" + text(GoogleMoment.text(instant)) + ",\"timeZone\":" + text(zone.name) + "}"
    }
    let members =
      [
        "\"id\":" + text(GoogleEventID.text(entry.entry.id)), "\"status\":" + text(status),
        "\"summary\":" + text(summary),
        "\"location\":" + text(entry.isVideo ? "" : entry.room), "\"start\":" + moment(entry.span.start),
        "\"end\":" + moment(entry.span.end), "\"transparency\":\"opaque\"", "\"visibility\":\"private\"",
        "\"reminders\":{\"useDefault\":false}",
        "\"extendedProperties\":{\"private\":{" + text(Self.mark) + ":" + text("\(entry.entry.id)") + "}}",
      ] + (names.isEmpty ? [] : ["\"description\":" + text(names.map(\.full).joined(separator: "\n"))])
    body = Array(("{" + members.joined(separator: ",") + "}").utf8)
    content = Array(Digest.sha256(body).prefix(16))
    isNamed = entry.patient != nil || !names.isEmpty
  }
}
