internal import Core
internal import SQL

extension SystemConnection {
  /// Compares the migrations of a folder with those this database has. Nil when they agree.
  /// - Returns: otherwise one sentence for the operator, about the first that differs.
  @_spi(Bootstrap) public borrowing func schemaProblem(folder: String) throws -> String? {
    let wanted = try SchemaFolder(path: folder).migrations()
    let applied = try rows("SELECT number, name, checksum FROM system_migration ORDER BY number") { row in
      (number: try row.int(0), name: try row.text(1), checksum: try row.bytes(2))
    }
    for migration in wanted {
      guard let found = applied.first(where: { $0.number == migration.number }) else {
        return "The schema lacks \(migration.name): run praxis migrate."
      }
      if found.checksum != migration.checksum {
        return "Migration \(migration.name) was changed after it had been applied."
      }
    }
    guard let newer = applied.first(where: { $0.number > wanted.count }) else { return nil }
    return "The schema is newer than this program: it has \(newer.name)."
  }

  /// Tables with a practice whose view is missing, for a connection of `praxis_owner`.
  @_spi(Bootstrap) public borrowing func tablesWithoutView() throws -> [String] {
    try rows(
      """
      SELECT c.table_name FROM information_schema.columns c
      WHERE c.table_schema = 'praxis_store' AND c.column_name = 'practice_id'
        AND NOT EXISTS (SELECT 1 FROM information_schema.views v
                        WHERE v.table_schema = 'praxis' AND v.table_name = c.table_name)
      ORDER BY c.table_name
      """
    ) { try $0.text(0) }
  }
}
