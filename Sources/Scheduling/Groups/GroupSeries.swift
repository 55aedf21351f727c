import Core
import Crypto
import Database
import SQL

/// Sessions that were planned together.
enum GroupSeries {
  /// The planned ones of the same series that begin later, in time order; none of one that was planned alone.
  static func following(
    _ group: GroupSession, now: Instant, in db: borrowing TenantReader
  ) throws -> [GroupSession] {
    guard let series = group.series else { return [] }
    return try db.rows(
      """
      SELECT \(Groups.columns(db.scope, now)) FROM scheduling_group g
      WHERE g.practice_id = \(db.scope) AND g.series_id = \(series) AND g.status = 'planned'
        AND g.starts_at > \(group.span.start)
      ORDER BY g.starts_at, g.id
      """, Groups.read)
  }

  /// Of what a form showed: another when any of them was changed since, has gone, or has come.
  static func mark(_ sessions: [GroupSession]) -> String {
    let text = sessions.map { "\($0.id) \($0.version)" }.joined(separator: "\n")
    return Hex.encode(Digest.sha256(Array(text.utf8)).prefix(16))
  }

  /// The session, and when asked for those that follow: as they are before the locks.
  static func chosen(
    _ group: GroupSession, _ shown: GroupsShown, now: Instant, in db: borrowing TenantReader
  ) throws -> [GroupSession] {
    try [group] + (shown.isFollowing ? following(group, now: now, in: db) : [])
  }

  /// The same after the locks, when all of them can still be changed.
  /// - Throws: ``StaffRefusal``.
  static func changeable(
    _ before: GroupSession, _ shown: GroupsShown, locked: Set<ResourceID>, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws -> [GroupSession] {
    guard let current = try Groups.find(before.id, now: now, in: tx.reader), current.version == shown.version else {
      throw StaffRefusal.stale
    }
    let all = try chosen(current, shown, now: now, in: tx.reader)
    guard all.allSatisfy({ $0.assignment.resources.isSubset(of: locked) }),
      !shown.isFollowing || mark(all) == shown.seen
    else { throw StaffRefusal.stale }
    let isOver = try all.contains { session in
      try GroupParticipants.live(session.id, in: tx).contains { $0.status == .fulfilled || $0.status == .checkedIn }
    }
    guard current.status == .planned, !isOver else { throw StaffRefusal.notPossible }
    return all
  }
}
