import Core
import Database
import Routing
import SQL

/// What a resource can be joined with: value and label of each choice, "none" first.
struct ResourceChoices: Sendable {
  let locations: [(value: String, label: String)]
  let users: [(value: String, label: String)]

  /// Members of staff who are no practitioner yet, and the one who is this practitioner.
  static func read(for resource: ResourceRecord?, none: String, in db: borrowing TenantReader) throws -> ResourceChoices
  {
    let locations = try db.rows(
      """
      SELECT id, name FROM practices_location
      WHERE practice_id = \(db.scope) AND (is_active OR id = \(resource?.location)) ORDER BY position, name
      """
    ) { row in (value: try row.id(0).description, label: try row.text(1)) }
    let users = try db.rows(
      """
      SELECT u.id, u.name FROM identity_user u
      WHERE u.practice_id = \(db.scope) AND (u.status = 'active' OR u.id = \(resource?.user)) AND NOT EXISTS (
        SELECT 1 FROM scheduling_resource r
        WHERE r.practice_id = \(db.scope) AND r.user_id = u.id AND NOT r.id <=> \(resource?.id))
      ORDER BY u.name, u.id
      """
    ) { row in (value: try row.id(0).description, label: try row.text(1)) }
    return ResourceChoices(locations: [("", none)] + locations, users: [("", none)] + users)
  }
}
