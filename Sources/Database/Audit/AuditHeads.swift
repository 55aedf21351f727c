public import Core
internal import SQL

extension SystemConnection {
  /// Where every practice's chain stands now, by id. The count is left to ``countAuditEvents(of:after:through:)``.
  public borrowing func auditHeads() throws -> [AuditHead] {
    try rows("SELECT practice_id, seq, mac FROM system_audit_head ORDER BY practice_id") { row in
      AuditHead(practice: try row.id(0), seq: try row.int(1), count: 0, mac: try row.bytes(2))
    }
  }

  /// How many events stand between two numbers, the second included: as many as the difference, or some are gone.
  public borrowing func countAuditEvents(of practice: EntityID, after first: Int, through last: Int) throws -> Int {
    try rows(
      """
      SELECT COUNT(*) FROM system_audit_event
      WHERE practice_id = \(practice) AND seq > \(first) AND seq <= \(last)
      """
    ) { try $0.int(0) }.first ?? 0
  }
}
