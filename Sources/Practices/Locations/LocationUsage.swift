import Core
import Database
import SQL
import Templates

/// What still counts on a location, so that it cannot simply go.
struct LocationUsage: Sendable, Equatable {
  /// To come, participants of groups among them.
  let appointments: Int
  /// Whose hours name it.
  let people: Int
  /// Practitioners, rooms and devices that belong to it.
  let resources: Int

  var isFree: Bool { appointments + people + resources == 0 }

  static func read(_ id: LocationID, now: Instant, in db: borrowing TenantReader) throws -> LocationUsage {
    let found = try db.first(
      """
      SELECT
        (SELECT COUNT(*) FROM scheduling_appointment a WHERE a.practice_id = \(db.scope) AND a.location_id = \(id)
          AND a.starts_at > \(now) AND a.status NOT IN ('cancelled', 'noshow', 'enteredInError'))
        + (SELECT COUNT(*) FROM scheduling_group g WHERE g.practice_id = \(db.scope) AND g.location_id = \(id)
          AND g.starts_at > \(now) AND g.status = 'planned'),
        (SELECT COUNT(DISTINCT h.resource_id) FROM scheduling_hours h
          JOIN scheduling_resource p ON p.practice_id = \(db.scope) AND p.id = h.resource_id AND p.is_active
          WHERE h.practice_id = \(db.scope) AND h.location_id = \(id)),
        (SELECT COUNT(*) FROM scheduling_resource r
          WHERE r.practice_id = \(db.scope) AND r.location_id = \(id) AND r.is_active)
      """
    ) { LocationUsage(appointments: try $0.int(0), people: try $0.int(1), resources: try $0.int(2)) }
    return found ?? LocationUsage(appointments: 0, people: 0, resources: 0)
  }

  /// "2 appointments to come, opening hours of 1 person"; nil when nothing does.
  func words(_ text: Localizer) -> [String] {
    [
      appointments > 0 ? text.text("practices.usedByAppointments", count: appointments) : nil,
      people > 0 ? text.text("practices.usedByHours", count: people) : nil,
      resources > 0 ? text.text("practices.usedByResources", count: resources) : nil,
    ].compactMap { $0 }
  }
}
