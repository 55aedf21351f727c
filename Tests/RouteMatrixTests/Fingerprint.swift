import Core
import TestSupport

@testable @_spi(Bootstrap) import Database
@testable import SQL

/// Every row of one practice in the base tables, as a count and a sum of hashes for each table.
struct Fingerprint: Equatable {
  let tables: [String: String]

  /// Names of the tables that differ.
  func changes(since other: Fingerprint, except ignored: Set<String> = []) -> [String] {
    tables.keys.filter { tables[$0] != other.tables[$0] && !ignored.contains($0) }.sorted()
  }

  /// Looks behind the views, with a root connection of its own.
  final class Reader {
    private let root: Connection
    private let columns: [String: [(name: String, isID: Bool)]]

    init() throws {
      root = try TestServer.connectAsRoot()
      var found: [String: [(name: String, isID: Bool)]] = [:]
      try root.run(
        """
        SELECT c.table_name, c.column_name, c.column_type = 'binary(16)' FROM information_schema.columns c
        JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
        WHERE c.table_schema = 'praxis_store' AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position
        """
      ) { row in found[try row.text(0), default: []].append((try row.text(1), try row.bool(2))) }
      // Workers of other tests take what is due in any practice: what a request did to a queue is the jobs it made.
      found["jobs_job"]?.removeAll { !["practice_id", "id", "kind", "payload"].contains($0.name) }
      columns = found.filter { $0.value.contains { $0.name == "practice_id" } }
    }

    func read(_ practice: TestPractice) throws -> Fingerprint {
      let practice = try practice.asOperator { $0.scope.practice }
      let parts = columns.keys.sorted().map { table -> SQL in
        let cells = (columns[table] ?? []).map { "COALESCE(HEX(`\($0.name)`), '-')" }.joined(separator: ", ")
        let hash = "CAST(CONV(LEFT(MD5(CONCAT_WS('|', \(cells))), 15), 16, 10) AS UNSIGNED)"
        return Reader.sql(
          "SELECT '\(table)', CONCAT(COUNT(*), ' rows, ', COALESCE(BIT_XOR(\(hash)), 0)) FROM praxis_store.`\(table)` WHERE \(Reader.made(in: table)) AND practice_id = ",
          practice)
      }
      var tables: [String: String] = [:]
      try root.run(Reader.join(parts, " UNION ALL ")) { row in tables[try row.text(0)] = try row.text(1) }
      return Fingerprint(tables: tables)
    }

    /// Rows that requests make. Checkpoints of other tests ask for the daily anchor of every practice.
    private static func made(in table: String) -> String { table == "jobs_job" ? "kind <> 'audit.anchor'" : "TRUE" }

    /// Where rows of this practice name any of these ids, whatever the column: `table.column`.
    func mentions(of ids: [EntityID], in practice: TestPractice) throws -> [String] {
      let practice = try practice.asOperator { $0.scope.practice }
      let list = ids.map { "x'" + Hex.encode($0.bytes) + "'" }.joined(separator: ", ")
      let parts = columns.keys.sorted().flatMap { table in
        (columns[table] ?? []).filter { $0.isID && $0.name != "practice_id" }.map { column in
          Reader.sql(
            "SELECT '\(table).\(column.name)' FROM praxis_store.`\(table)` WHERE `\(column.name)` IN (\(list)) AND practice_id = ",
            practice)
        }
      }
      var found: [String] = []
      try root.run(Reader.join(parts, " UNION ALL ")) { row in found.append(try row.text(0)) }
      return found
    }

    /// Text made at run time becomes a statement only with the rights of a test.
    private static func sql(_ text: String, _ practice: PracticeID) -> SQL {
      var interpolation = SQL.StringInterpolation(literalCapacity: 0, interpolationCount: 1)
      interpolation.text = text
      interpolation.appendInterpolation(practice)
      return SQL(stringInterpolation: interpolation)
    }
    private static func join(_ parts: [SQL], _ separator: String) -> SQL {
      var interpolation = SQL.StringInterpolation(literalCapacity: 0, interpolationCount: parts.count)
      for (index, part) in parts.enumerated() {
        if index > 0 { interpolation.text += separator }
        interpolation.appendInterpolation(part)
      }
      return SQL(stringInterpolation: interpolation)
    }
  }
}
