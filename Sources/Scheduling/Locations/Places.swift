import Core
import Database
import SQL

/// Where an appointment takes place, as patients are told.
struct Place: Sendable {
  let location: LocationID
  let name: String
  let address: String
  let zone: Zone
  /// The practice has more than one, so that an address alone says too little.
  let isOneOfSeveral: Bool

  var words: String {
    if address.isEmpty { return name }
    return isOneOfSeveral ? name + ", " + address : address
  }
}

/// All that Scheduling reads of the practice's locations.
enum Places {
  static func find(_ location: LocationID?, in db: borrowing TenantReader) throws -> Place? {
    guard let location else { return nil }
    return try db.first(
      """
      SELECT l.name, l.address, l.zone, (SELECT COUNT(*) FROM practices_location o
        WHERE o.practice_id = \(db.scope) AND o.is_active) > 1
      FROM practices_location l WHERE l.practice_id = \(db.scope) AND l.id = \(location)
      """
    ) { row in
      Place(
        location: location, name: try row.text(0), address: try row.text(1), zone: try Zone(name: try row.text(2)),
        isOneOfSeveral: try row.bool(3))
    }
  }

  /// The address of a location, else of the practice; nil when neither is known.
  static func address(of location: LocationID?, in db: borrowing TenantReader) throws -> String? {
    try address(find(location, in: db), in: db)
  }
  static func address(_ place: Place?, in db: borrowing TenantReader) -> String? {
    place?.words ?? (db.practice.address.isEmpty ? nil : db.practice.address)
  }

  /// The clock on the wall there.
  static func zone(of location: LocationID?, or own: Zone, in db: borrowing TenantReader) throws -> Zone {
    guard let location else { return own }
    return try db.first("SELECT zone FROM practices_location WHERE practice_id = \(db.scope) AND id = \(location)") {
      try Zone(name: try $0.text(0))
    } ?? own
  }

  /// Nil for the practice itself.
  static func site(of location: LocationID?, in db: borrowing TenantReader) throws -> Site? {
    try sites(of: [location], in: db).first ?? nil
  }

  /// Each of these once, the practice itself (nil) first and the others in its order.
  static func sites(of locations: Set<LocationID?>, in db: borrowing TenantReader) throws -> [Site?] {
    let own: [Site?] = locations.contains(nil) ? [nil] : []
    let others = Set(locations.compactMap { $0 })
    return others.isEmpty
      ? own : own + (try choices(also: others, in: db).filter { others.contains($0.location) })
  }

  /// Those in use, and `also` when it is not, in the practice's order.
  static func choices(also: Set<LocationID>, in db: borrowing TenantReader) throws -> [Site] {
    try db.rows(
      """
      SELECT id, name, zone, is_active FROM practices_location
      WHERE practice_id = \(db.scope) ORDER BY position, name
      """
    ) { row -> Site? in
      let id: LocationID = try row.id(0)
      guard try row.bool(3) || also.contains(id) else { return nil }
      return Site(location: id, name: try row.text(1), zone: try Zone(name: try row.text(2)), isNamed: true)
    }.compactMap { $0 }
  }
}
