public import Logging

/// Everything an installation decides, read from one file (docs/operations.md lists the keys).
public struct Configuration: Sendable {
  public enum Mode: String, Sendable, CaseIterable { case development, production }

  public let mode: Mode
  /// Absolute path of the file all this came from; children are started with it.
  public let path: String
  /// Data of this installation: mail copies, uploads, caches.
  public let varFolder: String
  public let database: DatabaseSettings
  public let fastcgi: FastCGISettings
  public let smtp: SMTPSettings
  let google: GoogleSettings
  /// The installation's master keys.
  public let keyFile: String
  /// The secrets of the patients, sealed by the master key; written anew with each erasure.
  public let patientKeyFile: String
  /// Which patients were erased, for a database that is put back from a backup.
  public let erasureLedger: String
  /// Signs checkpoints and anchors of the audit trail; made beside the master keys.
  public let signingKeyFile: String
  /// Where checkpoints of the audit trail are added, outside the database.
  public let checkpointFile: String
  /// Passwords that nobody may choose, made by `bin/blocklist`.
  public let blocklistFile: String
  public let templatesFolder: String
  public let staticFolder: String
  public let schemaFolder: String
  /// Scheme, host and port of every link in mail and on pages, without a final slash. Never taken from a request.
  public let baseURL: String
  /// Worker processes of `praxis web`; nil means four for each processor.
  public let webWorkers: Int?
  /// Processes of `praxis worker`.
  public let jobWorkers: Int
  /// Places one address may keep within an hour while booking.
  public let holdsPerHour: Int
  /// Ports nginx listens on, for what `praxis check` and the start message say; nginx's own file decides.
  public let httpPort: Int
  public let httpsPort: Int
  public let logLevel: Logger.Level
  /// Nil logs to the standard error stream.
  public let logFile: String?

  public var isDevelopment: Bool { mode == .development }
  /// Development writes mails to a folder that can be read; production without a server sends nothing, and says so.
  public var sendsMail: Bool { isDevelopment || smtp.host != nil }

  /// - Throws: `OperatorError` with file and line for the first thing wrong.
  public static func load(path: String) throws(OperatorError) -> Configuration {
    let absolute = try AbsolutePath.of(path)
    let contents = try TextFile.read(absolute)
    guard let text = String(validating: contents.bytes, as: UTF8.self) else {
      throw OperatorError("\(absolute) is not UTF-8 text.")
    }
    let configuration = try Configuration(text: text, path: absolute)
    if configuration.mode == .production, contents.mode & 0o026 != 0 {
      throw OperatorError("\(absolute) may be read or changed by others: run chmod 640 \(absolute).")
    }
    return configuration
  }

  init(text: String, path: String) throws(OperatorError) {
    let file = try ConfigurationFile(text: text, path: path, known: Self.keys)
    self.path = path
    mode = try file.choice("mode", default: Mode?.none)
    varFolder = file.absolute(try file.required("var"))
    database = try DatabaseSettings(file)
    fastcgi = try FastCGISettings(file)
    smtp = try SMTPSettings(file)
    google = try GoogleSettings(file, isDevelopment: mode == .development)
    keyFile = file.absolute(try file.required("key_file"))
    patientKeyFile = file.path("patient_key_file") ?? varFolder + "/keys/patients"
    erasureLedger = file.path("erasure_ledger") ?? varFolder + "/privacy/erasures.log"
    signingKeyFile = file.path("signing_key_file") ?? keyFile + ".signing"
    checkpointFile = file.path("audit_checkpoints") ?? varFolder + "/audit/checkpoints.log"
    blocklistFile = file.path("password_blocklist") ?? varFolder + "/passwords.blocklist"
    templatesFolder = file.absolute(try file.required("templates"))
    staticFolder = file.absolute(try file.required("static"))
    schemaFolder = file.absolute(try file.required("schema"))
    baseURL = try BaseURL.check(file, production: mode == .production)
    let workers = try file.number("web_workers", default: 0, in: 0...256)
    webWorkers = workers == 0 ? nil : workers
    jobWorkers = try file.number("job_workers", default: 2, in: 1...64)
    holdsPerHour = try file.number("holds_per_hour", default: 5, in: 1...1_000_000)
    httpPort = try file.number("http_port", default: 80, in: 1...65_535)
    httpsPort = try file.number("https_port", default: 443, in: 1...65_535)
    logLevel = try file.choice("log_level", default: Logger.Level.info)
    logFile = file.path("log_file")
  }

  /// Every key a file may hold.
  static let keys: Set<String> = ownKeys.union(DatabaseSettings.keys).union(FastCGISettings.keys).union(
    SMTPSettings.keys
  ).union(GoogleSettings.keys)

  private static let ownKeys: Set<String> = [
    "mode", "var", "key_file", "signing_key_file", "patient_key_file", "erasure_ledger", "audit_checkpoints",
    "password_blocklist", "templates", "static", "schema", "base_url", "web_workers", "job_workers", "holds_per_hour",
    "http_port", "https_port", "log_level", "log_file",
  ]
}
