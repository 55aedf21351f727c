import Core
import Database
import SQL

/// Our appointments and sessions in a Google Calendar: what was written, and what is still to be. All its SQL.
enum GoogleCopies {
  struct Copy: Sendable {
    let entry: GoogleEntry
    /// Rises with each change.
    let wish: Int
    let isDue: Bool
    let etag: String?
    let content: [UInt8]?
  }

  /// An appointment was made, moved or cancelled: part of that transaction. Whoever is connected writes it soon, and
  /// whoever had it before takes it away. For a place in a session that is the session, with another count.
  static func changed(_ appointment: AppointmentID, now: Instant, in tx: borrowing TenantTransaction) throws {
    let links = try tx.rows(
      """
      SELECT g.id, g.resource_id, a.practitioner_id, a.group_id FROM scheduling_google g
      JOIN scheduling_appointment a ON a.practice_id = \(tx.scope) AND a.id = \(appointment)
      WHERE g.practice_id = \(tx.scope) AND g.state IN ('on', 'refused')
      """
    ) {
      Link(
        id: try $0.id(0), isTheirs: try $0.id(1) == $0.id(2),
        entry: try $0.idIfPresent(3, as: GroupID.self).map { .session($0) } ?? .appointment(appointment))
    }
    try touch(links, now: now, in: tx)
  }

  /// The same of a session: planned, changed, called off, or left by somebody who takes part.
  static func changed(_ session: GroupID, now: Instant, in tx: borrowing TenantTransaction) throws {
    let links = try tx.rows(
      """
      SELECT g.id, g.resource_id, a.practitioner_id FROM scheduling_google g
      JOIN scheduling_group a ON a.practice_id = \(tx.scope) AND a.id = \(session)
      WHERE g.practice_id = \(tx.scope) AND g.state IN ('on', 'refused')
      """
    ) { Link(id: try $0.id(0), isTheirs: try $0.id(1) == $0.id(2), entry: .session(session)) }
    try touch(links, now: now, in: tx)
  }

  /// Somebody's calendar, and an entry that has changed.
  private struct Link {
    let id: EntityID
    let isTheirs: Bool
    let entry: GoogleEntry
  }

  private static func touch(_ links: [Link], now: Instant, in tx: borrowing TenantTransaction) throws {
    for link in links {
      let touched =
        link.isTheirs
        ? try mark([link.entry], link.id, isForced: false, in: tx)
        : try tx.execute(
          """
          UPDATE scheduling_google_copy SET wish = wish + 1, is_due = TRUE
          WHERE practice_id = \(tx.scope) AND google_id = \(link.id) AND entry_id = \(link.entry.id)
          """) > 0
      if touched { try GooglePush.enqueue(link.id, at: now, in: tx) }
    }
  }

  /// - Parameter isForced: written again also when it says the same: somebody has changed it there.
  /// - Returns: whether there was something to mark.
  @discardableResult
  static func mark(
    _ entries: [GoogleEntry], _ link: EntityID, isForced: Bool, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    for entry in entries {
      try tx.execute(
        """
        INSERT INTO scheduling_google_copy (practice_id, google_id, entry_id, appointment_id, group_id, wish, is_due)
        VALUES (\(tx.scope), \(link), \(entry.id), \(entry.appointment), \(entry.session), 1, TRUE)
        ON DUPLICATE KEY UPDATE wish = wish + 1, is_due = TRUE, content = IF(\(isForced), NULL, content)
        """)
    }
    return !entries.isEmpty
  }

  // MARK: Reading

  static func due(_ link: EntityID, limit: Int, in db: borrowing TenantReader) throws -> [Copy] {
    try db.rows(
      """
      SELECT c.entry_id, c.group_id IS NOT NULL, c.wish, c.is_due, c.etag, c.content FROM scheduling_google_copy c
      WHERE c.practice_id = \(db.scope) AND c.google_id = \(link) AND c.is_due
      ORDER BY c.entry_id LIMIT \(limit)
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
    _ entries: [GoogleEntry], _ link: EntityID, in db: borrowing TenantReader
  ) throws -> [GoogleEntry: Copy] {
    guard !entries.isEmpty else { return [:] }
    return index(
      try db.rows(
        """
        SELECT c.entry_id, c.group_id IS NOT NULL, c.wish, c.is_due, c.etag, c.content FROM scheduling_google_copy c
        WHERE c.practice_id = \(db.scope) AND c.google_id = \(link) AND c.entry_id IN \(list: entries.map(\.id))
        """, read))
  }
  /// Those that have not begun before.
  static func from(_ start: Instant, _ link: EntityID, in db: borrowing TenantReader) throws -> [GoogleEntry: Copy] {
    index(
      try db.rows(
        """
        SELECT c.entry_id, c.group_id IS NOT NULL, c.wish, c.is_due, c.etag, c.content FROM scheduling_google_copy c
        LEFT JOIN scheduling_appointment a ON a.practice_id = \(db.scope) AND a.id = c.appointment_id
        LEFT JOIN scheduling_group g ON g.practice_id = \(db.scope) AND g.id = c.group_id
        WHERE c.practice_id = \(db.scope) AND c.google_id = \(link)
          AND COALESCE(a.starts_at, g.starts_at) >= \(start)
        """, read))
  }

  /// Which of them stand in the calendars of others.
  static func heldElsewhere(
    _ entries: [GoogleEntry], _ link: EntityID, in db: borrowing TenantReader
  ) throws -> Set<EntityID> {
    guard !entries.isEmpty else { return [] }
    return Set(
      try db.rows(
        """
        SELECT entry_id FROM scheduling_google_copy
        WHERE practice_id = \(db.scope) AND entry_id IN \(list: entries.map(\.id)) AND google_id <> \(link)
        """
      ) { try $0.id(0) })
  }

  private static func index(_ copies: [Copy]) -> [GoogleEntry: Copy] {
    Dictionary(copies.map { ($0.entry, $0) }) { first, _ in first }
  }
  private static func read(_ row: borrowing Row) throws -> Copy {
    let id: EntityID = try row.id(0)
    return Copy(
      entry: try row.bool(1) ? .session(GroupID(id)) : .appointment(AppointmentID(id)), wish: try row.int(2),
      isDue: try row.bool(3), etag: try row.textIfPresent(4), content: try row.bytesIfPresent(5))
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
      WHERE practice_id = \(tx.scope) AND google_id = \(link) AND entry_id = \(copy.entry.id)
      """)
  }

  /// It is not there (any more).
  static func removed(_ copy: Copy, _ link: EntityID, in tx: borrowing TenantTransaction) throws {
    let gone = try tx.execute(
      """
      DELETE FROM scheduling_google_copy
      WHERE practice_id = \(tx.scope) AND google_id = \(link) AND entry_id = \(copy.entry.id)
        AND wish = \(copy.wish)
      """)
    guard gone == 0 else { return }
    try tx.execute(
      """
      UPDATE scheduling_google_copy SET etag = NULL, content = NULL
      WHERE practice_id = \(tx.scope) AND google_id = \(link) AND entry_id = \(copy.entry.id)
      """)
  }

  /// What the trail says of writing it: of an appointment, whose. A session is several people's: whom it names is said of
  /// each besides.
  static func event(
    _ entry: GoogleEntry, _ fields: [String], in db: borrowing TenantReader
  ) throws -> AuditEvent {
    switch entry {
    case .session(let id): AuditEvent("calendar.write", "scheduling_group", id.id, fields: fields)
    case .appointment(let id):
      AuditEvent(
        "calendar.write", "scheduling_appointment", id.id, patient: try patient(of: id, in: db), fields: fields)
    }
  }

  private static func patient(of appointment: AppointmentID, in db: borrowing TenantReader) throws -> PatientID? {
    try db.first(
      "SELECT patient_id FROM scheduling_appointment WHERE practice_id = \(db.scope) AND id = \(appointment)"
    ) { try $0.id(0, as: PatientID.self) }
  }
}
