import Core
@testable @_spi(Bootstrap) import Database
import SQL

/// All tables of a database as MariaDB describes them, in one form that does not depend on how they came to be.
enum SchemaFile {
  private static let explanation = """
    -- The tables of schema praxis_store as all migrations together make them, for reading. Nothing runs this file:
    -- `praxis migrate` runs the numbered ones, and Tests/DatabaseTests/SchemaFileTests.swift compares. Make it anew with
    --   PRAXIS_RECORD=1 bin/test theSchemaFileIsWhatTheMigrationsMake
    -- What columns are for stands in the migrations; the views in system-views.sql and Sources/Database/Migrations.

    """

  static func text(_ connection: Connection) throws -> String {
    var names: [String] = []
    try connection.run("SHOW FULL TABLES WHERE table_type = 'BASE TABLE'") { names.append(try $0.text(0)) }
    return try explanation
      + names.sorted().map { name in
        var statement = ""
        try connection.run(TestSQL.make("SHOW CREATE TABLE `\(name)`")) { statement = try $0.text(1) }
        return "\n" + plain(statement) + ";\n"
      }.joined()
  }

  /// Without what is the same for every table or says nothing about it.
  private static func plain(_ statement: String) -> String {
    var lines = statement.replacing("`", with: "").split(separator: "\n").map(String.init)
    var partitions: [String] = []
    // Months of the audit trail come and go with time; that there are months is what counts.
    if let start = lines.firstIndex(where: { $0.hasPrefix(" PARTITION BY") }) {
      partitions = ["PARTITION BY RANGE COLUMNS (at) (PARTITION later VALUES LESS THAN (MAXVALUE))"]
      lines.removeSubrange(start...)
    }
    guard let last = lines.last, last.hasPrefix(")") else { return statement }
    let options = last.split(separator: " ").filter { option in
      !option.hasPrefix("AUTO_INCREMENT=")
        && !["ENGINE=InnoDB", "DEFAULT", "CHARSET=utf8mb4", "COLLATE=utf8mb4_nopad_bin"].contains(option)
    }
    return (lines.dropLast() + [options.joined(separator: " ")] + partitions).joined(separator: "\n")
  }

  /// Sentences, one for each line that only one of the two has.
  static func differences(written: String, made: String) -> [String] {
    let (written, made) = (lines(written), lines(made))
    return Set(written.keys).union(made.keys).sorted().flatMap { table -> [String] in
      let (ours, theirs) = (written[table] ?? [], made[table] ?? [])
      let gone = ours.filter { !theirs.contains($0) }.map { "\(table): schema.sql has \"\($0)\", the database has not" }
      let new = theirs.filter { !ours.contains($0) }.map { "\(table): the database has \"\($0)\", schema.sql has not" }
      return gone + new
        + (gone.isEmpty && new.isEmpty && ours != theirs ? ["\(table): the order of lines differs"] : [])
    }
  }

  private static func lines(_ text: String) -> [String: [String]] {
    var table = ""
    var lines: [String: [String]] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("--") {
      if line.hasPrefix("CREATE TABLE ") { table = String(line.split(separator: " ")[2]) }
      lines[table, default: []].append(line.drop { $0 == " " }.trimmingSuffix(","))
    }
    return lines
  }
}

extension Substring {
  fileprivate func trimmingSuffix(_ suffix: Character) -> String { String(last == suffix ? dropLast() : self) }
}
