import Core
@testable @_spi(Bootstrap) import Database
import SQL

/// Base tables and a way to make some row of each, for tests that walk all of them.
enum Catalog {
  struct Column {
    let name: String
    let type: String
    let definition: String
  }

  static func tables(_ root: Connection) throws -> [String: [Column]] {
    var tables: [String: [Column]] = [:]
    try root.run(
      """
      SELECT c.table_name, c.column_name, c.data_type, c.column_type FROM information_schema.columns c
      JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
      WHERE c.table_schema = 'praxis_store' AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position
      """
    ) { row in
      tables[try row.text(0), default: []].append(
        Column(name: try row.text(1), type: try row.text(2), definition: try row.text(3)))
    }
    return tables
  }

  static func insert(into table: String, _ columns: [Column], practice: String) -> String {
    let values = columns.map { column -> String in
      if column.name == "practice_id" { return practice }
      switch column.type {
      case "binary": return "RANDOM_BYTES(\(column.definition.filter(\.isNumber)))"
      case "varbinary", "mediumblob", "longblob": return "'x'"
      case "enum":
        return column.definition.dropFirst(5).split(separator: ",").first.map { $0.filter { $0 != ")" } } ?? "''"
      case "datetime": return column.name == "ends_at" ? "'2027-01-02 10:00'" : "'2027-01-02 09:00'"
      case "date": return "'2027-01-02'"
      case "varchar", "char": return "LEFT(MD5(RAND()), 2)"
      default: return column.name == "seq" ? "FLOOR(1000000 + RAND() * 1000000)" : "1"
      }
    }
    return
      "INSERT INTO \(table) (\(columns.map(\.name).joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
  }
}

/// Statements from text made at run time: impossible outside this test target.
enum TestSQL {
  static func make(_ text: String) -> SQL { unsafeBitCast(Shape(text: text, bindings: []), to: SQL.self) }
  private struct Shape {
    let text: String
    let bindings: [SQLValue]
  }
}
