import Core
import Database
import Routing
import SQL

/// Wrong passwords over all accounts together. Lists of stolen passwords are tried at many accounts from many places, a
/// few times each, so that no counter of one account or network notices.
enum Stuffing {
  /// Wrong passwords within the window that nobody's clumsiness explains.
  static let figure = 200

  /// Counts one. The alarm is raised at the figure and each multiple of it, not with every try: it goes into the log, for
  /// whoever watches the box.
  static func countWrong(now: Instant, in db: borrowing SystemConnection) throws -> Reply.Alarm? {
    let key = db.platformIndex("all", of: "throttle-all")
    let end = now.adding(seconds: Throttle.windowSeconds)
    try db.execute(
      """
      INSERT INTO system_throttle (key_hash, failures, window_ends_at) VALUES (\(key), 1, \(end))
      ON DUPLICATE KEY UPDATE failures = IF(window_ends_at <= \(now), 1, failures + 1),
        window_ends_at = IF(window_ends_at <= \(now), \(end), window_ends_at)
      """)
    let count = try db.rows("SELECT failures FROM system_throttle WHERE key_hash = \(key)") { try $0.int(0) }.first ?? 0
    return count > 0 && count % figure == 0 ? Reply.Alarm("signin.stuffing", count: count) : nil
  }
}
