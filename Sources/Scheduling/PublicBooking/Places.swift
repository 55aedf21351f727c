import Core
import Database
import SQL

/// Where an appointment takes place, as patients are told.
enum Places {
  /// The address of the practitioner's location, else of the practice; nil when neither is known.
  static func address(of practitioner: Resource?, in db: borrowing TenantReader) throws -> String? {
    if let location = practitioner?.location {
      let found = try db.first(
        "SELECT name, address FROM practices_location WHERE practice_id = \(db.scope) AND id = \(location)"
      ) { row in (name: try row.text(0), address: try row.text(1)) }
      if let found { return found.address.isEmpty ? found.name : found.address }
    }
    return db.practice.address.isEmpty ? nil : db.practice.address
  }
}
