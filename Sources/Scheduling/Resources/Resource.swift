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
  /// Where it belongs; nil for the practice itself.
  let home: Site?
  /// 1...8, a colour of the design.
  let color: Int
  let isActive: Bool
  /// Moves with every change of its claims.
  let version: Int
  /// How many it is for at once; 1 for people.
  let capacity: Int
}

extension [Resource] {
  /// Of those that are for several at once.
  var capacities: [ResourceID: Int] {
    Dictionary(uniqueKeysWithValues: filter { $0.capacity > 1 }.map { ($0.id, $0.capacity) })
  }
}
