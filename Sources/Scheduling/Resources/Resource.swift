import Core

/// What an appointment takes for itself: a practitioner, a room, a device.
struct ResourceID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

struct ServiceID: TypedID {
  let id: EntityID
  init(_ id: EntityID) { self.id = id }
}

struct Resource: Sendable, Equatable {
  enum Kind: String, Sendable, CaseIterable { case practitioner, room, device }
  let id: ResourceID
  let kind: Kind
  let name: String
  /// Profession of a practitioner, shown to patients.
  let title: String
  let location: LocationID?
  /// 1...8, a colour of the design.
  let color: Int
  let isActive: Bool
  /// Moves with every change of its claims.
  let version: Int
}
