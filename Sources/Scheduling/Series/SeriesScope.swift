import Core
import Crypto

/// How much of a series is meant.
enum SeriesScope: String, Sendable {
  /// The one in hand and those after it.
  case following
  /// All that are to come.
  case all

  /// What took place stays as it was, and what was cancelled stays cancelled.
  func includes(_ occurrence: SeriesRecords.Occurrence, from date: LocalDate, now: Instant) -> Bool {
    guard occurrence.appointment.span.start > now else { return false }
    switch occurrence.appointment.status {
    case .proposed, .booked: return self == .all || occurrence.date >= date
    case .pending, .arrived, .checkedIn, .fulfilled, .cancelled, .noshow, .waitlist, .enteredInError: return false
    }
  }

  /// Of a series as a form showed it: whoever changed one of these since changed it as well.
  static func mark(_ occurrences: [SeriesRecords.Occurrence]) -> String {
    let versions = occurrences.map { "\($0.appointment.id) \($0.appointment.version)" }.joined(separator: ",")
    return Hex.encode(Array(Digest.sha256(Array(versions.utf8)).prefix(16)))
  }
}
