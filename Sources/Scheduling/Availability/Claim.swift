import Core

/// A resource that is taken, buffers included.
struct Claim: Sendable, Equatable {
  let id: EntityID
  let resource: ResourceID
  let lane: Int
  let span: TimeSpan
  let appointment: AppointmentID?
  let hold: HoldID?
  let group: GroupID?
}

struct HoldID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}
