import Core
@testable @_spi(Bootstrap) import Database
import SQL
import Testing
import TestSupport

/// The second wall, table by table: whatever statement reaches the server, another practice's rows stay out of reach.
@Suite struct IsolationTests {
  static let withoutPractice: Set = ["platform_migration", "platform_throttle", "platform_used_challenge"]

  /// Text that no SQL literal may hold is run through the test-only door of the driver.
  private func answer(_ connection: Connection, _ text: String) -> String {
    do {
      try connection.runScript(text)
      return "done"
    } catch { return "\((error).code)" }
  }
  private func count(_ connection: Connection, _ table: String, _ condition: String) throws -> Int {
    var count = -1
    try connection.run(TestSQL.make("SELECT COUNT(*) FROM \(table) WHERE \(condition)")) { count = try $0.int(0) }
    return count
  }

  @Test func everyTableShowsOnePracticeOnly() throws {
    let (a, b) = (try withPractice { $0 }, try withPractice { $0 })
    let root = try TestServer.connectAsRoot()
    try root.runScript("SET foreign_key_checks = 0, check_constraint_checks = 0")
    let tables = try Catalog.tables(root)
    #expect(Set(tables.keys).isSuperset(of: ["patients_patient", "scheduling_claim", "audit_event", "jobs_job"]))
    let app = try TestServer.connect()
    let (ida, idb) = (try practiceID(a), try practiceID(b))
    for (table, columns) in tables.sorted(by: { $0.key < $1.key }) {
      guard columns.contains(where: { $0.name == "practice_id" }) else {
        #expect(
          Self.withoutPractice.contains(table), "\(table) has no practice_id and is not on the list of such tables")
        continue
      }
      for id in [ida, idb] where try count(root, table, "practice_id = \(id)") == 0 {
        try root.runScript(Catalog.insert(into: "praxis_store.\(table)", columns, practice: id))
      }
      try app.runScript("SET @practice = NULL")
      #expect(try count(app, table, "1 = 1") == 0, "\(table) shows rows without a scope")
      try app.runScript("SET @practice = \(ida), foreign_key_checks = 0, check_constraint_checks = 0")
      #expect(try count(app, table, "1 = 1") > 0, "\(table) hides the practice's own rows")
      #expect(try count(app, table, "practice_id = \(idb)") == 0, "\(table) shows a foreign row")
      #expect(
        answer(app, Catalog.insert(into: table, columns, practice: idb)) == "1369", "\(table) takes a foreign row")
      let rights = Grants.rights(onView: table)
      let moved = answer(app, "UPDATE \(table) SET practice_id = \(idb)")
      #expect(moved == (rights.contains("UPDATE") ? "1369" : "1142"), "\(table) lets a row move away")
      let before = try count(root, table, "practice_id = \(idb)")
      let deleted = answer(app, "DELETE FROM \(table) WHERE practice_id = \(idb)")
      #expect(deleted == (rights.contains("DELETE") ? "done" : "1142"))
      #expect(try count(root, table, "practice_id = \(idb)") == before, "\(table) lost a foreign row")
      #expect(
        answer(app, "SELECT 1 FROM praxis_store.\(table) LIMIT 1") == "1142", "\(table) is readable behind its view")
    }
  }

  @Test func everyForeignKeyCarriesThePractice() throws {
    let root = try TestServer.connectAsRoot()
    var lacking: [String] = []
    try root.run(
      """
      SELECT CONCAT(k.table_name, '.', k.constraint_name) FROM information_schema.key_column_usage k
      WHERE k.table_schema = 'praxis_store' AND k.referenced_table_name IS NOT NULL
      GROUP BY k.table_name, k.constraint_name HAVING SUM(k.column_name = 'practice_id') = 0
      """
    ) { lacking.append(try $0.text(0)) }
    #expect(lacking == [])
  }

  @Test func theTrailCannotBeRewrittenByTheApplication() throws {
    try withPractice { p in
      let id = try practiceID(p)
      try p.connection.runScript("SET @practice = \(id)")
      #expect(answer(p.connection, "UPDATE audit_event SET action = 'x'") == "1142")
      #expect(answer(p.connection, "DELETE FROM audit_event") == "1142")
      #expect(answer(p.connection, "DELETE FROM audit_head") == "1142")
    }
  }

  private func practiceID(_ practice: TestPractice) throws -> String {
    try practice.asOperator { db in "x'\(Hex.encode(db.scope.practice.id.bytes))'" }
  }
}
