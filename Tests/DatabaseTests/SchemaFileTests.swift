import Core
@testable @_spi(Bootstrap) import Database
import Foundation
import SQL
import Testing
import TestSupport

/// schema/schema.sql is what all migrations together make, for reading.
@Suite struct SchemaFileTests {
  static let path = TestServer.repository + "/schema/schema.sql"
  static let hint =
    "If the migrations are right: PRAXIS_RECORD=1 bin/test theSchemaFileIsWhatTheMigrationsMake, and review the diff."

  @Test func theSchemaFileIsWhatTheMigrationsMake() throws {
    let made = try SchemaFile.text(try TestServer.connectAsRoot())
    if ProcessInfo.processInfo.environment["PRAXIS_RECORD"] == "1" {
      return try made.write(toFile: Self.path, atomically: true, encoding: .utf8)
    }
    let written = try String(contentsOfFile: Self.path, encoding: .utf8)
    let differences = SchemaFile.differences(written: written, made: made)
    #expect(differences.isEmpty, "\(differences.joined(separator: "\n"))\n\(Self.hint)")
  }

  /// A database made from the file alone has the same tables, so the file says all there is to say about them.
  @Test func theSchemaFileMakesTheSameDatabase() throws {
    let root = try TestServer.connectAsRoot()
    try root.runScript("CREATE OR REPLACE DATABASE praxis_schema_file CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin")
    defer { try? root.runScript("DROP DATABASE praxis_schema_file") }
    let other = try Connection(TestServer.address(user: "root", schema: "praxis_schema_file"), keys: TestServer.keys)
    try other.runScript("SET foreign_key_checks = 0")
    let written = try String(contentsOfFile: Self.path, encoding: .utf8)
    for statement in Migration.statements(of: written) { try other.runScript(statement) }
    #expect(SchemaFile.differences(written: written, made: try SchemaFile.text(other)).isEmpty)
  }

  @Test func aChangedColumnAndANewTableAreNamed() {
    let written = "CREATE TABLE a (\n  id int,\n  name text\n);\n"
    #expect(SchemaFile.differences(written: written, made: written).isEmpty)
    let changed = written.replacingOccurrences(of: "name text", with: "name varchar(9)")
    #expect(
      SchemaFile.differences(written: written, made: changed) == [
        "a: schema.sql has \"name text\", the database has not",
        "a: the database has \"name varchar(9)\", schema.sql has not",
      ])
    let more = written + "CREATE TABLE b (\n  id int\n);\n"
    #expect(SchemaFile.differences(written: written, made: more).contains { $0.hasPrefix("b: ") })
  }
}
