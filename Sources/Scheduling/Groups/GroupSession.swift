import Core

struct GroupID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

/// A time that several patients share: a class, a therapy group. It takes its resources once; each participant has an
/// appointment of their own, which takes one of the numbered places.
struct GroupSession: Sendable {
  enum Status: String, Sendable { case planned, cancelled }
  /// Of a service that is for groups, and of a session.
  static let sizes = 2...60

  let id: GroupID
  let version: Int
  /// RFC 5545 SEQUENCE, of the practitioner's feed.
  let sequence: Int
  let service: ServiceID
  let assignment: Availability.Assignment
  let places: Int
  let status: Status
  let span: TimeSpan
  let bufferBefore: Int
  let bufferAfter: Int
  /// Places of participants, and those that visitors are booking right now.
  let taken: Int
  /// The first of those that were planned together; nil for one that was planned alone.
  let series: GroupID?

  var left: PlacesLeft { PlacesLeft(count: max(0, places - taken), of: places) }
  var claimedSpan: TimeSpan { span.widened(before: bufferBefore, after: bufferAfter) }
}

/// What a form that changes sessions showed: whoever sends it later than somebody else's change is told.
struct GroupsShown: Sendable {
  /// Of the session itself.
  let version: Int
  /// With those of its series that follow.
  let isFollowing: Bool
  /// ``GroupSeries/mark(_:)`` of all of them; read only with those that follow.
  let seen: String
}

/// How many may still come.
struct PlacesLeft: Sendable, Equatable {
  let count: Int
  let of: Int
}

extension Service {
  var isGroup: Bool { places > 1 }
}
