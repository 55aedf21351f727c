import Core
import Database
import SQL

/// What the calendar needs of a service to know where an appointment of it would fit.
struct ServiceOffer: Sendable, Equatable {
  let service: ServiceID
  let minutes: Int
  let bufferBefore: Int
  let bufferAfter: Int
  var practitioners: Set<ResourceID> = []
  /// One of each is needed; empty means none is.
  var rooms: [ResourceID] = []
  var devices: [ResourceID] = []

  /// Every active service with the active resources that can carry it out, in one statement.
  static func all(in db: borrowing TenantReader) throws -> [ServiceOffer] {
    var offers: [ServiceID: ServiceOffer] = [:]
    _ = try db.rows(
      """
      SELECT s.id, s.minutes, s.buffer_before, s.buffer_after, r.id, r.kind
      FROM scheduling_service s
      JOIN scheduling_service_resource o ON o.practice_id = \(db.scope) AND o.service_id = s.id
      JOIN scheduling_resource r ON r.practice_id = \(db.scope) AND r.id = o.resource_id
      WHERE s.practice_id = \(db.scope) AND s.is_active AND s.places = 1 AND r.is_active
      """
    ) { row in
      let id = try row.id(0, as: ServiceID.self)
      var offer =
        try offers[id]
        ?? ServiceOffer(
          service: id, minutes: row.int(1), bufferBefore: row.int(2), bufferAfter: row.int(3))
      let resource = try row.id(4, as: ResourceID.self)
      let kind: Resource.Kind = try row.choice(5)
      switch kind {
      case .practitioner: offer.practitioners.insert(resource)
      case .room: offer.rooms.append(resource)
      case .device: offer.devices.append(resource)
      }
      offers[id] = offer
    }
    return Array(offers.values)
  }
}
