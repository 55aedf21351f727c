import Core

/// One reason why a wish cannot simply be granted.
struct PlaceConflict: Sendable {
  enum Kind: Sendable {
    /// Works on that day, at other hours; none at all when the list is empty.
    case outsideHours([(opens: LocalTime, closes: LocalTime)])
    /// An exception closes the day.
    case closed(reason: String)
    /// Is somewhere else then: in this place, or at the practice itself.
    case otherPlace(String?)
    case taken(Taken)
    case held(TimeSpan, until: Instant)
    /// Busy in a calendar elsewhere.
    case elsewhere(TimeSpan)
    /// A session of this name.
    case group(String, TimeSpan)
  }
  struct Taken: Sendable {
    let appointment: AppointmentID
    /// Nil for a patient whom the reader does not reach.
    let patient: PersonName?
    let service: String
    let span: TimeSpan
    /// How long has to stay free between the two; nil when the visits themselves overlap.
    let bufferMinutes: Int?
  }
  let resource: Resource
  let kind: Kind

  /// Whether granting the wish anyway puts two things at one time on one resource.
  var needsLane: Bool {
    switch kind {
    case .outsideHours, .closed, .otherPlace, .elsewhere: false
    case .taken, .held, .group: true
    }
  }
  /// Whether its words name a patient.
  var namesSomebody: Bool { if case .taken(let taken) = kind { taken.patient != nil } else { false } }
  /// A code for the audit trail.
  var code: String {
    switch kind {
    case .outsideHours: "hours"
    case .closed: "closed"
    case .otherPlace: "place"
    case .taken: "taken"
    case .held: "held"
    case .elsewhere: "elsewhere"
    case .group: "group"
    }
  }
}
