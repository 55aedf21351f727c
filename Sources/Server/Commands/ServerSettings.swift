import Core
import Database
import SQL

/// The settings of the database server that Praxis relies on (docs/architecture.md, section 6).
enum ServerSettings {
  /// - Throws: `OperatorError` naming the first that is not as it must be.
  static func check(isDevelopment: Bool, in db: borrowing SystemConnection) throws {
    let facts = try db.rows(
      """
      SELECT VERSION(), @@GLOBAL.innodb_rollback_on_timeout, @@GLOBAL.local_infile,
        @@GLOBAL.innodb_flush_log_at_trx_commit, @@SESSION.sql_mode, @@SESSION.tx_isolation
      """
    ) { row in
      (
        version: try row.text(0), rollsBack: try row.bool(1), readsFiles: try row.bool(2), flush: try row.int(3),
        mode: try row.text(4), isolation: try row.text(5)
      )
    }
    guard let facts = facts.first else { throw OperatorError("The database does not answer.") }
    guard supportsPeriods(facts.version) else {
      throw OperatorError("MariaDB 10.5.3 or newer is needed (WITHOUT OVERLAPS); this is \(facts.version).")
    }
    guard facts.rollsBack else { throw OperatorError("MariaDB must run with innodb_rollback_on_timeout=ON.") }
    guard !facts.readsFiles else { throw OperatorError("MariaDB must run with local_infile=OFF.") }
    // A development database may lose its last second in a power cut.
    guard facts.flush == 1 || isDevelopment else {
      throw OperatorError("MariaDB must run with innodb_flush_log_at_trx_commit=1, or a power cut loses bookings.")
    }
    guard facts.mode.split(separator: ",").contains("STRICT_ALL_TABLES") else {
      throw OperatorError("The database session is not strict: its sql_mode is \(facts.mode).")
    }
    guard facts.isolation == "READ-COMMITTED" else {
      throw OperatorError("The database session reads \(facts.isolation) instead of READ-COMMITTED.")
    }
  }

  /// From 10.5.3 on; `10.11.6-MariaDB-0+deb12u1`.
  static func supportsPeriods(_ version: String) -> Bool {
    let isMariaDB = version.split(separator: "-").dropFirst().contains { $0 == "MariaDB" }
    let parts = (version.split(separator: "-").first ?? "").split(separator: ".").map { Decimal.parse($0) ?? 0 }
    return isMariaDB && parts.count == 3 && [10, 5, 2].lexicographicallyPrecedes(parts)
  }
}
