import Core

struct FreedTimeID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

/// A time of a practitioner, or a place of their session then, that somebody had and has no more.
struct FreedTime: Sendable {
  let id: FreedTimeID
  let practitioner: ResourceID
  /// Of the visit, without buffers.
  let span: TimeSpan
}
