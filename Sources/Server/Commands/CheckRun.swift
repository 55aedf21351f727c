import Core
import Crypto
@_spi(Bootstrap) import Database
import Logging
import SQL
import Templates

/// `praxis check`: whether this installation can serve. Nothing is changed by it.
public enum CheckRun {
  /// Prints what is in order; the first thing that is not ends the check.
  /// - Throws: `OperatorError` with one sentence about it.
  public static func run(_ configuration: Configuration) throws {
    ok("configuration \(configuration.path)")
    let keys = try Bootstrap.masterKeys(configuration)
    ok("key file \(configuration.keyFile)")
    ok("patients' keys \(configuration.patientKeyFile)")
    try checkpoints(configuration)
    try templates(configuration, keys)
    ok("templates and catalogs in \(configuration.templatesFolder)")
    passwords(configuration)
    for note in notes(configuration) { StandardOutput.line("--  \(note)") }
    try Failures.asOperatorErrors {
      let app = try Bootstrap.connection(configuration, as: .app, schema: "praxis")
      try app.withSystem(.check) { db in
        ok("database at \(configuration.database.socket)")
        try ServerSettings.check(isDevelopment: configuration.isDevelopment, in: db)
        ok("server settings")
        if let problem = try db.schemaProblem(folder: configuration.schemaFolder) { throw OperatorError(problem) }
        ok("schema")
        try GrantCheck.check(in: db)
        ok("rights of the workers' database user")
      }
      let unapplied = try PrivacyRun.unapplied(configuration, keys, on: app)
      guard unapplied == 0 else {
        throw OperatorError("\(unapplied) erasures of the ledger are not in force: run praxis privacy reapply.")
      }
      ok("every erasure of the ledger \(configuration.erasureLedger) is in force")
      try views(configuration)
    }
  }

  /// What is as it was set up and still worth knowing.
  static func notes(_ configuration: Configuration) -> [String] {
    configuration.sendsMail
      ? []
      : [
        "mail is off, because smtp_host is not set: no confirmation, reminder or sign-in link is sent, and pages say so"
      ]
  }

  /// Sign-in works without the list, and our own rules hold, so it is no reason to refuse.
  private static func passwords(_ configuration: Configuration) {
    guard let list = PasswordBlocklist(path: configuration.blocklistFile) else {
      return StandardOutput.line(
        "--  known passwords may be chosen: there is no list at \(configuration.blocklistFile); bin/blocklist makes it")
    }
    ok("\(list.count) known passwords that nobody may choose")
  }

  private static func ok(_ what: String) { StandardOutput.line("ok  \(what)") }

  /// The files themselves may be out of this user's reach: the key is the worker's alone.
  private static func checkpoints(_ configuration: Configuration) throws(OperatorError) {
    let key = try SigningKeyFile.readPublic(path: configuration.signingKeyFile)
    ok("signing key \(key.id)")
    do {
      let tail = try CheckpointLog(path: configuration.checkpointFile).tail()
      guard let time = tail?.time else {
        StandardOutput.line("--  no checkpoint of the audit trail yet: praxis worker adds one every five minutes")
        return
      }
      let minutes = Instant.now.minutes(since: time)
      if minutes > 15 {
        StandardOutput.line("--  the newest checkpoint is \(minutes) minutes old: does praxis worker run?")
      } else {
        ok("checkpoint \(tail?.number ?? 0), \(minutes) minutes old")
      }
    } catch let error as OperatorError { throw error } catch { throw OperatorError("\(error)") }
  }

  private static func templates(_ configuration: Configuration, _ keys: MasterKeys) throws(OperatorError) {
    do {
      _ = try Site(
        templatesFolder: configuration.templatesFolder, assetVersion: AssetVersion.of(configuration.staticFolder),
        addressKey: [], log: RequestLog(Logger(label: "check") { _ in SwiftLogNoOpLogHandler() }),
        sendsMail: configuration.sendsMail, identity: ApplicationSettings(configuration, google: nil).identity)
    } catch { throw OperatorError(error.description) }
  }

  /// Needs the owner's login, which the service itself does not have: left out when it is not to be had.
  private static func views(_ configuration: Configuration) throws {
    let owner: Connection
    do {
      owner = try Bootstrap.connection(configuration, as: .owner, schema: "praxis_store")
    } catch {
      StandardOutput.line(
        "--  views and practice keys were not checked: this user cannot log in to the database as its owner")
      return
    }
    let last = try AuditPartitions(owner: owner).months().last?.end
    if let last, last < Zone.utc.local(.now).date.adding(months: 3) {
      StandardOutput.line("--  the audit trail has months until \(last) only: run praxis audit retain every month")
    }
    let missing = try owner.withSystem(.check) { try $0.tablesWithoutView() }
    if let table = missing.first { throw OperatorError("The table \(table) has no view: run praxis migrate.") }
    ok("a view for each table of a practice")
    try keys(configuration, owner)
    ok("the key file opens the keys of every practice")
  }

  /// A file with other keys loads as well, and nothing sealed with the right ones opens.
  static func keys(_ configuration: Configuration, _ owner: Connection) throws {
    guard let slug = try owner.withSystem(.check, { try $0.practicesWithUnreadableKey() }).first else { return }
    throw OperatorError(
      "\(configuration.keyFile) does not hold the keys that the practice \(slug) was sealed with: put the right file back."
    )
  }
}
