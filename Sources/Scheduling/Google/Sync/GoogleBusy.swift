import Core
import Database
import SQL

/// What is busy over there as far as it was told. All its SQL.
enum GoogleBusy {
  typealias Spans = [[UInt8]: TimeSpan]
  private static let batch = 100

  static func stored(_ link: EntityID, in db: borrowing TenantReader) throws -> Spans {
    let rows = try db.rows(
      """
      SELECT event_index, starts_at, ends_at FROM scheduling_google_event
      WHERE practice_id = \(db.scope) AND google_id = \(link)
      """
    ) { (index: try $0.bytes(0), span: TimeSpan(start: try $0.instant(1), end: try $0.instant(2))) }
    return Dictionary(rows.map { ($0.index, $0.span) }) { first, _ in first }
  }

  static func replace(_ old: Spans, by new: Spans, _ link: EntityID, in tx: borrowing TenantTransaction) throws {
    let gone = old.keys.filter { new[$0] != old[$0] }
    for part in parts(gone) {
      try tx.execute(
        """
        DELETE FROM scheduling_google_event
        WHERE practice_id = \(tx.scope) AND google_id = \(link) AND event_index IN \(list: part)
        """)
    }
    for part in parts(new.keys.filter { new[$0] != old[$0] }) { try insert(part, new, link, in: tx) }
  }

  private static func insert(
    _ indexes: [[UInt8]], _ spans: Spans, _ link: EntityID, in tx: borrowing TenantTransaction
  ) throws {
    for index in indexes {
      guard let span = spans[index] else { continue }
      try tx.execute(
        """
        INSERT INTO scheduling_google_event (practice_id, google_id, event_index, starts_at, ends_at)
        VALUES (\(tx.scope), \(link), \(index), \(span.start), \(span.end))
        """)
    }
  }

  private static func parts(_ indexes: [[UInt8]]) -> [[[UInt8]]] {
    stride(from: 0, to: indexes.count, by: batch).map { Array(indexes[$0..<min($0 + batch, indexes.count)]) }
  }
}
