import Core
import Database
import SQL

/// The rows that make a resource taken. Only called after ``Resources/lock(_:in:)``.
enum Claims {
  enum Owner {
    /// - Parameter expires: of a request that staff have not answered.
    case appointment(AppointmentID, expires: Instant?)
    case hold(HoldID, expires: Instant)
    case group(GroupID)
  }

  static func take(
    _ assignment: Availability.Assignment, _ span: TimeSpan, lane: Int, for owner: Owner,
    in tx: borrowing TenantTransaction
  ) throws {
    let (appointment, hold, group, expires): (AppointmentID?, HoldID?, GroupID?, Instant?) =
      switch owner {
      case .appointment(let id, let expires): (id, nil, nil, expires)
      case .hold(let id, let expires): (nil, id, nil, expires)
      case .group(let id): (nil, nil, id, nil)
      }
    do {
      let lanes = lane == 0 ? try freeUnits(of: assignment, during: span, in: tx) : [:]
      for resource in assignment.resources.sorted() {
        let lane = lanes[resource] ?? lane
        try tx.execute(
          """
          INSERT INTO scheduling_claim (practice_id, id, resource_id, lane, starts_at, ends_at, appointment_id, hold_id,
            expires_at, group_id)
          VALUES (\(tx.scope), \(EntityID.make()), \(resource), \(lane), \(span.start), \(span.end), \(appointment),
            \(hold), \(expires), \(group))
          """)
      }
    } catch let error as DatabaseError where error.isDuplicate {
      // The checks before should have seen it; the key is what makes sure.
      throw SlotRefusal.taken
    }
  }

  /// For each resource the first of its numbered units in which nothing meets the span. Read after the locks, and the
  /// unique key decides all the same: two claims never meet in one unit. What is busy elsewhere takes no unit: whether it
  /// is in the way was decided before.
  /// - Throws: ``SlotRefusal/taken`` when no unit is left.
  private static func freeUnits(
    of assignment: Availability.Assignment, during span: TimeSpan, in tx: borrowing TenantTransaction
  ) throws -> [ResourceID: Int] {
    let rows = try tx.rows(
      """
      SELECT r.id, r.capacity, c.lane FROM scheduling_resource r
      LEFT JOIN scheduling_claim c ON c.practice_id = \(tx.scope) AND c.resource_id = r.id
        AND c.external_id IS NULL AND \(ClaimLanes.touching(span))
      WHERE r.practice_id = \(tx.scope) AND r.id IN \(list: assignment.resources.sorted())
      """
    ) { (resource: try $0.id(0, as: ResourceID.self), capacity: try $0.int(1), lane: try $0.intIfPresent(2)) }
    return try Dictionary(grouping: rows, by: \.resource).mapValues { rows in
      let used = Set(rows.compactMap(\.lane))
      guard used.count < rows[0].capacity,
        let free = ClaimLanes.units(of: rows[0].capacity).first(where: { !used.contains($0) })
      else { throw SlotRefusal.taken }
      return free
    }
  }

  static func release(_ appointment: AppointmentID, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM scheduling_claim WHERE practice_id = \(tx.scope) AND appointment_id = \(appointment)")
  }
  static func release(_ hold: HoldID, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM scheduling_claim WHERE practice_id = \(tx.scope) AND hold_id = \(hold)")
  }
  static func release(_ group: GroupID, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM scheduling_claim WHERE practice_id = \(tx.scope) AND group_id = \(group)")
  }
  /// What an appointment takes: its resources, or its place in a session.
  static func release(_ appointment: Appointment, in tx: borrowing TenantTransaction) throws {
    if appointment.group == nil {
      try release(appointment.id, in: tx)
    } else {
      try GroupPlaces.release(appointment.id, in: tx)
    }
  }

  /// Makes the claims of a request stay. False when one of them is gone: its time was over, and somebody else came.
  static func keep(_ appointment: Appointment, in tx: borrowing TenantTransaction) throws -> Bool {
    if appointment.group != nil { return try GroupPlaces.keep(appointment.id, in: tx) }
    let kept = try tx.execute(
      """
      UPDATE scheduling_claim SET expires_at = NULL
      WHERE practice_id = \(tx.scope) AND appointment_id = \(appointment.id)
      """)
    return kept == appointment.assignment.resources.count
  }

  /// Claims of holds and requests that have run out no longer count, but would still be in the way of the unique key.
  static func removeExpired(of resources: Set<ResourceID>, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      DELETE FROM scheduling_claim
      WHERE practice_id = \(tx.scope) AND resource_id IN \(list: resources.sorted()) AND expires_at <= \(now)
      """)
  }

  /// The lowest lane above 0 in which all of these are free; nil when all nine are taken.
  /// - Parameter apart: the appointment that is moved, and leaves the lane it has.
  static func spareLane(
    for assignment: Availability.Assignment, _ span: TimeSpan, apart: AppointmentID?, in tx: borrowing TenantTransaction
  ) throws -> Int? {
    let used = try tx.rows(
      """
      SELECT DISTINCT c.lane FROM scheduling_claim c
      WHERE c.practice_id = \(tx.scope) AND c.resource_id IN \(list: assignment.resources.sorted())
        AND \(ClaimLanes.touching(span)) AND (c.appointment_id IS NULL OR NOT c.appointment_id <=> \(apart))
      """
    ) { try $0.int(0) }
    return ClaimLanes.onTop.first { !used.contains($0) }
  }
}
