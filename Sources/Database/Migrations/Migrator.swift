internal import Core
internal import Crypto
internal import SQL

/// Brings a database to the newest schema: the migrations it lacks, then every scoped view and grant anew.
@_spi(Bootstrap) public struct Migrator {
  private let connection: Connection
  private let folder: SchemaFolder

  /// - Parameters:
  ///   - owner: a connection of `praxis_owner` with `praxis_store` as its schema.
  ///   - schemaFolder: the folder with `0001-….sql` and `system-views.sql`.
  public init(owner: Connection, schemaFolder: String) {
    connection = owner
    folder = SchemaFolder(path: schemaFolder)
  }

  /// Gives the names of the migrations that were applied now.
  public func run() throws -> [String] {
    let applied = try appliedChecksums()
    var names: [String] = []
    for migration in try folder.migrations() {
      if let checksum = applied[migration.number] {
        guard checksum == migration.checksum else {
          throw MigrationError(description: "Migration \(migration.name) was changed after it had been applied.")
        }
        continue
      }
      for statement in Migration.statements(of: migration.text) { try connection.runScript(statement) }
      try connection.run(
        """
        INSERT INTO platform_migration (number, name, checksum, applied_at)
        VALUES (\(migration.number), \(migration.name), \(migration.checksum), \(Instant.now))
        """)
      names.append(migration.name)
    }
    try AuditPartitions(owner: connection).extend(now: .now)
    try makeViews()
    return names
  }

  private func appliedChecksums() throws -> [Int: [UInt8]] {
    var exists = false
    try connection.run("SHOW TABLES LIKE 'platform_migration'") { _ in exists = true }
    guard exists else { return [:] }
    var applied: [Int: [UInt8]] = [:]
    try connection.run("SELECT number, checksum FROM platform_migration") { row in
      applied[try row.int(0)] = try row.bytes(1)
    }
    return applied
  }

  private func makeViews() throws {
    for (table, columns) in try tenantTables() {
      let list = columns.map { "`\($0)`" }.joined(separator: ", ")
      try connection.runScript(
        """
        CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY DEFINER VIEW praxis.`\(table)` AS SELECT \(list)
        FROM praxis_store.`\(table)` WHERE practice_id = praxis_store.current_practice() WITH CASCADED CHECK OPTION
        """)
      try connection.runScript("GRANT \(Grants.rights(onView: table)) ON praxis.`\(table)` TO praxis_app@localhost")
    }
    for statement in Migration.statements(of: try folder.read("system-views.sql")) {
      try connection.runScript(statement)
    }
    for (view, rights) in Grants.system.sorted(by: { $0.key < $1.key }) {
      try connection.runScript("GRANT \(rights) ON praxis.`\(view)` TO praxis_app@localhost")
    }
    try connection.runScript("GRANT EXECUTE ON FUNCTION praxis_store.current_practice TO praxis_app@localhost")
  }

  /// Every table with a practice, and its columns in order.
  private func tenantTables() throws -> [(String, [String])] {
    var tables: [String: [String]] = [:]
    try connection.run(
      """
      SELECT table_name, column_name FROM information_schema.columns
      WHERE table_schema = 'praxis_store' ORDER BY table_name, ordinal_position
      """
    ) { row in tables[try row.text(0), default: []].append(try row.text(1)) }
    return tables.filter { $0.value.contains("practice_id") }.sorted { $0.key < $1.key }
  }
}
