import Core
@_spi(Bootstrap) import Database

/// `praxis migrate`.
public enum MigrateRun {
  /// - Throws: `OperatorError` for a migration that cannot be applied, and those before it stay applied; and for a key
  ///   file that does not open what this database holds.
  public static func run(_ configuration: Configuration) throws {
    let applied = try Failures.asOperatorErrors {
      let owner = try Bootstrap.connection(configuration, as: .owner, schema: "praxis_store")
      let applied = try Migrator(owner: owner, schemaFolder: configuration.schemaFolder).run()
      try CheckRun.keys(configuration, owner)
      return applied
    }
    for name in applied { StandardOutput.line("Applied \(name).") }
    StandardOutput.line(
      applied.isEmpty ? "The schema is up to date; views and grants were renewed." : "The schema is up to date.")
  }
}
