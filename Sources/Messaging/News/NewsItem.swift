import Core

/// One thing that happened, and that its reader did not do.
struct NewsItem: Sendable {
  let kind: NewsKind
  let at: Instant
  /// Of the appointment, the wish, the message or the calendar; see ``kind``.
  let id: EntityID
  /// Nil where it is about no patient.
  let patient: (id: PatientID, name: PersonName)?
  /// Of the visit as it stands now, or of what was offered.
  let start: Instant?
  let service: String?
  let practitioner: String?
  /// Of a request: it still waits for an answer.
  let isOpen: Bool
}
