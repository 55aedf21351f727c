import Core
import Database
import SQL

/// Our appointments in a Google Calendar: what was written, and what is still to be. All its SQL.
enum GoogleCopies {
  struct Copy: Sendable {
    let appointment: AppointmentID
    /// Rises with each change.
    let wish: Int
    let isDue: Bool
    let etag: String?
    let content: [UInt8]?
  }

  /// An appointment was made, moved or cancelled: part of that transaction. Whoever is connected writes it soon, and
  /// whoever had it before takes it away. A place in a session is none of its practitioner's appointments.
  static func changed(_ appointment: AppointmentID, now: Instant, in tx: borrowing TenantTransaction) throws {
    let links = try tx.rows(
      """
      SELECT g.id, g.resource_id, a.practitioner_id FROM scheduling_google g
      JOIN scheduling_appointment a ON a.practice_id = \(tx.scope) AND a.id = \(appointment) AND a.group_id IS NULL
      WHERE g.practice_id = \(tx.scope) AND g.state IN ('on', 'refused')
      """
    ) { (id: try $0.id(0), isTheirs: try $0.id(1) == $0.id(2)) }
    for link in links {
      let touched =
        link.isTheirs
        ? try mark([appointment], link.id, isForced: false, in: tx)
        : try tx.execute(
          """
          UPDATE scheduling_google_copy SET wish = wish + 1, is_due = TRUE
          WHERE practice_id = \(tx.scope) AND google_id = \(link.id) AND appointment_id = \(appointment)
          """) > 0
      if touched { try GooglePush.enqueue(link.id, at: now, in: tx) }
    }
  }

  /// - Parameter isForced: written again also when it says the same: somebody has changed it there.
  /// - Returns: whether there was something to mark.
  @discardableResult
  static func mark(
    _ appointments: [AppointmentID], _ link: EntityID, isForced: Bool, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    for appointment in appointments {
      try tx.execute(
        """
        INSERT INTO scheduling_google_copy (practice_id, google_id, appointment_id, wish, is_due)
        VALUES (\(tx.scope), \(link), \(appointment), 1, TRUE)
        ON DUPLICATE KEY UPDATE wish = wish + 1, is_due = TRUE, content = IF(\(isForced), NULL, content)
        """)
    }
    return !appointments.isEmpty
  }

  // MARK: Reading

  static func due(_ link: EntityID, limit: Int, in db: borrowing TenantReader) throws -> [Copy] {
    try db.rows(
      """
      SELECT c.appointment_id, c.wish, c.is_due, c.etag, c.content FROM scheduling_google_copy c
      WHERE c.practice_id = \(db.scope) AND c.google_id = \(link) AND c.is_due
      ORDER BY c.appointment_id LIMIT \(limit)
      """, read)
  }
  static func count(_ link: EntityID, isDue: Bool, in db: borrowing TenantReader) throws -> Int {
    try db.first(
      """
      SELECT COUNT(*) FROM scheduling_google_copy
      WHERE practice_id = \(db.scope) AND google_id = \(link) AND is_due >= \(isDue)
      """
    ) { try $0.int(0) } ?? 0
  }
  static func find(
    _ appointments: [AppointmentID], _ link: EntityID, in db: borrowing TenantReader
  ) throws -> [AppointmentID: Copy] {
    guard !appointments.isEmpty else { return [:] }
    return index(
      try db.rows(
        """
        SELECT c.appointment_id, c.wish, c.is_due, c.etag, c.content FROM scheduling_google_copy c
        WHERE c.practice_id = \(db.scope) AND c.google_id = \(link) AND c.appointment_id IN \(list: appointments)
        """, read))
  }
  /// Those of appointments that have not begun before.
  static func from(_ start: Instant, _ link: EntityID, in db: borrowing TenantReader) throws -> [AppointmentID: Copy] {
    index(
      try db.rows(
        """
        SELECT c.appointment_id, c.wish, c.is_due, c.etag, c.content FROM scheduling_google_copy c
        JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.id = c.appointment_id
          AND a.starts_at >= \(start)
        WHERE c.practice_id = \(db.scope) AND c.google_id = \(link)
        """, read))
  }

  /// Which of them stand in the calendars of others.
  static func heldElsewhere(
    _ appointments: [AppointmentID], _ link: EntityID, in db: borrowing TenantReader
  ) throws -> Set<AppointmentID> {
    guard !appointments.isEmpty else { return [] }
    return Set(
      try db.rows(
        """
        SELECT appointment_id FROM scheduling_google_copy
        WHERE practice_id = \(db.scope) AND appointment_id IN \(list: appointments) AND google_id <> \(link)
        """
      ) { try $0.id(0, as: AppointmentID.self) })
  }

  private static func index(_ copies: [Copy]) -> [AppointmentID: Copy] {
    Dictionary(copies.map { ($0.appointment, $0) }) { first, _ in first }
  }
  private static func read(_ row: borrowing Row) throws -> Copy {
    Copy(
      appointment: try row.id(0), wish: try row.int(1), isDue: try row.bool(2), etag: try row.textIfPresent(3),
      content: try row.bytesIfPresent(4))
  }

  // MARK: What was done

  /// It is there. A change since then keeps it due, and what somebody did there meanwhile is put back.
  static func written(
    _ copy: Copy, _ link: EntityID, etag: String?, content: [UInt8], in tx: borrowing TenantTransaction
  ) throws {
    try tx.execute(
      """
      UPDATE scheduling_google_copy SET etag = \(etag), content = IF(wish = \(copy.wish), \(content), NULL),
        is_due = wish <> \(copy.wish)
      WHERE practice_id = \(tx.scope) AND google_id = \(link) AND appointment_id = \(copy.appointment)
      """)
  }

  /// It is not there (any more).
  static func removed(_ copy: Copy, _ link: EntityID, in tx: borrowing TenantTransaction) throws {
    let gone = try tx.execute(
      """
      DELETE FROM scheduling_google_copy
      WHERE practice_id = \(tx.scope) AND google_id = \(link) AND appointment_id = \(copy.appointment)
        AND wish = \(copy.wish)
      """)
    guard gone == 0 else { return }
    try tx.execute(
      """
      UPDATE scheduling_google_copy SET etag = NULL, content = NULL
      WHERE practice_id = \(tx.scope) AND google_id = \(link) AND appointment_id = \(copy.appointment)
      """)
  }

  static func patient(of appointment: AppointmentID, in db: borrowing TenantReader) throws -> PatientID? {
    try db.first(
      "SELECT patient_id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND id = \(appointment)"
    ) { try $0.id(0, as: PatientID.self) }
  }
}
