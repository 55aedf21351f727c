import Core
import Database
import SQL

/// All reading of the trail. The table belongs to Database; only the audit chain adds to it.
enum Trail {
  /// Rows of a page.
  static let pageSize = 50

  /// Where a page begins. Sequence numbers never change, so a page stays the same while events are added.
  enum Place: Sendable {
    case newest
    case before(Int)
    case after(Int)
  }

  struct Part: Sendable {
    /// Newest first.
    let entries: [TrailEntry]
    let hasNewer: Bool
    let hasOlder: Bool
  }

  /// - Parameters:
  ///   - zone: of the practice: its days are what the filter names.
  ///   - now: what is new is looked for first, in the months of the last weeks alone.
  static func part(
    _ filter: TrailFilter, _ place: Place, zone: Zone, now: Instant, in db: borrowing TenantReader
  ) throws -> Part {
    let limit = pageSize + 1
    var entries: [TrailEntry]
    switch place {
    case .newest:
      let recent: SQL = " AND e.at >= \(now.adding(days: -40)) AND e.at < \(now.adding(days: 2))"
      entries = try rows("\(conditions(filter, zone))\(recent)", "e.seq DESC", limit, in: db)
      if entries.count < limit { entries = try rows(conditions(filter, zone), "e.seq DESC", limit, in: db) }
    case .before(let seq):
      entries = try rows("\(conditions(filter, zone)) AND e.seq < \(seq)", "e.seq DESC", limit, in: db)
    case .after(let seq):
      entries = try rows("\(conditions(filter, zone)) AND e.seq > \(seq)", "e.seq", limit, in: db)
    }
    let isCut = entries.count > pageSize
    entries = Array(entries.prefix(pageSize))
    switch place {
    case .newest: return Part(entries: entries, hasNewer: false, hasOlder: isCut)
    case .before: return Part(entries: entries, hasNewer: true, hasOlder: isCut)
    case .after: return Part(entries: entries.reversed(), hasNewer: isCut, hasOlder: true)
    }
  }

  /// Everything that fits, oldest first, in steps that fit into memory.
  static func each(
    _ filter: TrailFilter, zone: Zone, in db: borrowing TenantReader, _ body: (TrailEntry) throws -> Void
  ) throws {
    let step = 2000
    var last = 0
    while true {
      let entries = try rows("\(conditions(filter, zone)) AND e.seq > \(last)", "e.seq", step, in: db)
      for entry in entries { try body(entry) }
      guard let end = entries.last, entries.count == step else { return }
      last = end.seq
    }
  }

  static func count(_ filter: TrailFilter, zone: Zone, in db: borrowing TenantReader) throws -> Int {
    try db.first(
      "SELECT COUNT(*) FROM audit_event e WHERE e.practice_id = \(db.scope)\(conditions(filter, zone))"
    ) { try $0.int(0) } ?? 0
  }

  private static func rows(
    _ conditions: SQL, _ order: SQL, _ limit: Int, in db: borrowing TenantReader
  ) throws -> [TrailEntry] {
    try db.rows(
      """
      SELECT e.seq, e.at, e.actor_kind, e.actor_id, e.role, e.address, e.request_id, e.action, e.entity, e.entity_id,
        e.patient_id, e.fields, u.name, p.sealed_name, e.on_behalf_of, b.name, e.session_id, e.result
      FROM audit_event e
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = e.actor_id
      LEFT JOIN identity_user b ON b.practice_id = \(db.scope) AND b.id = e.on_behalf_of
      LEFT JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = e.patient_id
      WHERE e.practice_id = \(db.scope)\(conditions)
      ORDER BY \(order) LIMIT \(limit)
      """, TrailEntry.init)
  }

  /// Each begins with `AND`.
  private static func conditions(_ filter: TrailFilter, _ zone: Zone) -> SQL {
    var all: SQL = ""
    if let person = filter.person { all = "\(all) AND e.actor_id = \(person) AND e.actor_kind = 'staff'" }
    if let patient = filter.patient { all = "\(all) AND e.patient_id = \(patient)" }
    if let kind = filter.kind { all = "\(all) AND \(kind.condition)" }
    if let from = filter.from { all = "\(all) AND e.at >= \(zone.startOfDay(from))" }
    if let to = filter.to { all = "\(all) AND e.at < \(zone.startOfDay(to.adding(days: 1)))" }
    return all
  }
}
