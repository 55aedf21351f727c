public import Core
internal import SQL

/// Events do not stand in order of time around a cut, so that the older ones cannot go without younger ones.
public struct AuditOutOfOrder: Error, CustomStringConvertible {
  public let description: String
}

extension TenantConnection {
  /// Lets the events before a day go: writes down the last of them and its mac, as an event of the chain. Nothing is
  /// deleted by it.
  /// - Returns: the last event that may go, with how many they are; nil when there is none.
  /// - Throws: ``AuditOutOfOrder`` when a clock was so wrong that older numbers have younger times.
  @_spi(Bootstrap) public borrowing func sealAuditTrail(before end: LocalDate) throws -> AuditHead? {
    let found = try reader.first(
      """
      SELECT MAX(seq), COUNT(*) FROM audit_event WHERE practice_id = \(scope) AND at < \(end.start)
      """
    ) { row in (cut: try row.intIfPresent(0), count: try row.int(1)) }
    guard let found, let cut = found.cut else { return nil }
    let kept = try reader.first(
      "SELECT MIN(seq) FROM audit_event WHERE practice_id = \(scope) AND at >= \(end.start)"
    ) { try $0.intIfPresent(0) }
    if let kept = kept.flatMap(\.self), kept <= cut {
      throw AuditOutOfOrder(
        description: "event \(cut) of \(practice.slug) is older than \(end), and event \(kept) before it is not")
    }
    let mac = try reader.first(
      "SELECT mac FROM audit_event WHERE practice_id = \(scope) AND seq = \(cut)"
    ) { try $0.bytes(0) }
    guard let mac else { return nil }
    let known = try reader.first(
      "SELECT fields FROM audit_event WHERE practice_id = \(scope) AND action = 'audit.seal' ORDER BY seq DESC LIMIT 1"
    ) { try $0.text(0) }
    let fields = AuditSeal.fields(cut: cut, mac: mac)
    // A run that ended between sealing and dropping is simply repeated.
    if known != fields.joined(separator: ",") {
      try transaction(AuditEvent("audit.seal", "audit_event", nil, fields: fields)) { _ in }
    }
    return AuditHead(practice: scope.practice.id, seq: cut, count: found.count, mac: mac)
  }
}
