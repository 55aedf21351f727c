internal import CMariaDB
internal import SQL
internal import Core
public import Crypto

/// The keys that rows of the current scope open with; nil outside a scope.
final class KeyringBox {
  var ring: Keyring?
  /// Reads the keys of the practice anew: a value was sealed with one that this connection does not know yet.
  var reload: () throws -> Void = {}
}

/// One connection, owned by one worker. Opaque outside this module: it can be opened and lent, never queried.
public final class Connection {
  /// `CLIENT_FOUND_ROWS`: an UPDATE counts the rows it matched, also when nothing changed in them.
  private static let foundRows: UInt = 1 << 1
  private static let sessionSettings = """
    SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', \
    tx_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = 5, max_statement_time = 20
    """

  private let address: ServerAddress
  var keys: MasterKeys
  let keyring = KeyringBox()
  /// Whether this transaction holds the key that seals, so that it cannot be destroyed before the commit.
  var holdsSealingKey = false
  private var handle: UnsafeMutablePointer<MYSQL>?
  private var statements: [String: Statement] = [:]
  var keyrings: [EntityID: Keyring] = [:]
  var inTransaction = false
  /// Statements run since the last reset; tests hold pages to a budget with it.
  var statementCount = 0

  @_spi(Bootstrap) public init(_ address: ServerAddress, keys: MasterKeys) throws {
    self.address = address
    self.keys = keys
    try open()
    keyring.reload = { [weak self] in try self?.reloadKeyring() }
  }
  deinit { close() }

  private func open() throws(DatabaseError) {
    guard let handle = mysql_init(nil) else { throw DatabaseError(code: 2008, message: "out of memory", statement: "") }
    var seconds: UInt32 = 30
    var off: UInt32 = 0
    mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &seconds)
    mysql_options(handle, MYSQL_OPT_READ_TIMEOUT, &seconds)
    mysql_options(handle, MYSQL_OPT_WRITE_TIMEOUT, &seconds)
    mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &off)
    mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4")
    mysql_options(handle, MYSQL_INIT_COMMAND, Self.sessionSettings)
    let password: String? = address.password.isEmpty ? nil : address.password
    guard
      mysql_real_connect(handle, nil, address.user, password, address.schema, 0, address.socket, Self.foundRows) != nil
    else {
      let error = Connection.error(of: handle, "connect")
      mysql_close(handle)
      throw error
    }
    self.handle = handle
  }

  private func close() {
    statements.removeAll()
    if let handle { mysql_close(handle) }
    handle = nil
    inTransaction = false
  }

  static func error(of handle: UnsafeMutablePointer<MYSQL>, _ statement: String) -> DatabaseError {
    DatabaseError(code: mysql_errno(handle), message: String(cString: mysql_error(handle)), statement: statement)
  }

  private func statement(_ text: String) throws(DatabaseError) -> Statement {
    if let known = statements[text] { return known }
    if handle == nil { try open() }
    guard let handle else { throw DatabaseError(code: 2006, message: "not connected", statement: text) }
    let statement = try Statement(handle, text)
    statements[text] = statement
    return statement
  }

  /// Runs a statement as it is. Only the scoped and the system wrappers of this module call it.
  @discardableResult
  func run(_ sql: SQL, _ body: (borrowing Row) throws -> Void = { _ in }) throws -> Int {
    statementCount &+= 1
    return try statement(sql.text).run(sql.bindings, keyring: keyring, body)
  }

  /// The first statement of a piece of work: when the connection turns out dead, it is opened anew, once.
  /// Never inside a transaction, and never twice for a statement that may have run.
  func runFirst(_ sql: SQL, _ body: (borrowing Row) throws -> Void) throws {
    do {
      try run(sql, body)
    } catch let error as DatabaseError where error.isConnectionLost && !inTransaction {
      close()
      try open()
      try run(sql, body)
    }
  }

  /// Commits what `body` did, or undoes all of it. A deadlock repeats the whole body, up to three times.
  func transaction<Result>(_ body: () throws -> Result) throws -> Result {
    var attempt = 0
    while true {
      attempt += 1
      do {
        try run("START TRANSACTION")
        inTransaction = true
        holdsSealingKey = false
        let result = try body()
        try run("COMMIT")
        inTransaction = false
        return result
      } catch {
        abandon()
        guard let error = error as? DatabaseError, error.isRetryable, attempt <= 3 else { throw error }
        pauseBeforeRetry(attempt)
      }
    }
  }

  private func abandon() {
    _ = try? run("ROLLBACK")
    inTransaction = false
  }

  /// Forgets the connection, so that the next statement opens a fresh one.
  func discard() { close() }

  /// Several statements in one text, for migrations alone.
  func runScript(_ text: String) throws(DatabaseError) {
    guard let handle else { throw DatabaseError(code: 2006, message: "not connected", statement: "") }
    guard mysql_real_query(handle, text, UInt(text.utf8.count)) == 0 else { throw Connection.error(of: handle, text) }
    if let result = mysql_store_result(handle) { mysql_free_result(result) }
  }
}
