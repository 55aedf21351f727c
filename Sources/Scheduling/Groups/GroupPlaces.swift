import Core
import Database
import SQL

/// The numbered places of a session. Only called after ``Resources/lock(_:in:)`` of what the session takes.
enum GroupPlaces {
  enum Owner {
    /// - Parameter expires: of a request that staff have not answered.
    case appointment(AppointmentID, expires: Instant?)
    case hold(HoldID, expires: Instant)
  }

  /// Takes the first free number. It is read after the locks, and the primary key decides all the same: no number is
  /// ever taken twice, and none is higher than there are places.
  /// - Throws: ``SlotRefusal/taken`` when no place is left.
  static func take(
    _ group: GroupSession, for owner: Owner, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    try removeExpired(of: group.id, now: now, in: tx)
    let used = Set(
      try tx.rows(
        "SELECT number FROM scheduling_place WHERE practice_id = \(tx.scope) AND group_id = \(group.id)"
      ) { try $0.int(0) })
    guard used.count < group.places, let number = (1...group.places).first(where: { !used.contains($0) }) else {
      throw SlotRefusal.taken
    }
    let (appointment, hold, expires): (AppointmentID?, HoldID?, Instant?) =
      switch owner {
      case .appointment(let id, let expires): (id, nil, expires)
      case .hold(let id, let expires): (nil, id, expires)
      }
    do {
      try tx.execute(
        """
        INSERT INTO scheduling_place (practice_id, group_id, number, appointment_id, hold_id, expires_at)
        VALUES (\(tx.scope), \(group.id), \(number), \(appointment), \(hold), \(expires))
        """)
    } catch let error as DatabaseError where error.isDuplicate {
      throw SlotRefusal.taken
    }
  }

  private static func removeExpired(of group: GroupID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      DELETE FROM scheduling_place
      WHERE practice_id = \(tx.scope) AND group_id = \(group) AND expires_at <= \(now)
      """)
  }

  static func release(_ appointment: AppointmentID, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM scheduling_place WHERE practice_id = \(tx.scope) AND appointment_id = \(appointment)")
  }
  static func release(_ hold: HoldID, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM scheduling_place WHERE practice_id = \(tx.scope) AND hold_id = \(hold)")
  }

  /// Makes the place of a request stay. False when it is gone: its time was over, and somebody else came.
  static func keep(_ appointment: AppointmentID, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE scheduling_place SET expires_at = NULL
      WHERE practice_id = \(tx.scope) AND appointment_id = \(appointment)
      """) == 1
  }

  /// Before there are fewer: the lowest numbers for those who have a place, so that no number is above the new limit.
  static func renumber(_ group: GroupID, now: Instant, in tx: borrowing TenantTransaction) throws {
    try removeExpired(of: group, now: now, in: tx)
    let numbers = try tx.rows(
      "SELECT number FROM scheduling_place WHERE practice_id = \(tx.scope) AND group_id = \(group) ORDER BY number"
    ) { try $0.int(0) }
    // In rising order none meets one that still stands.
    for (index, number) in numbers.enumerated() where number != index + 1 {
      try tx.execute(
        """
        UPDATE scheduling_place SET number = \(index + 1)
        WHERE practice_id = \(tx.scope) AND group_id = \(group) AND number = \(number)
        """)
    }
  }

  /// A place for somebody who had one: a cancellation or an absence is taken back.
  /// - Throws: ``StaffRefusal``; `notOffered` when the session is full, was cancelled or is at another time now.
  static func takeBack(_ appointment: Appointment, now: Instant, in tx: borrowing TenantTransaction) throws {
    guard let id = appointment.group, let group = try Groups.find(id, now: now, in: tx.reader),
      group.status == .planned, group.span == appointment.span, group.assignment == appointment.assignment
    else { throw StaffRefusal.notOffered }
    do {
      try take(group, for: .appointment(appointment.id, expires: nil), now: now, in: tx)
    } catch SlotRefusal.taken {
      throw StaffRefusal.notOffered
    }
  }
}
