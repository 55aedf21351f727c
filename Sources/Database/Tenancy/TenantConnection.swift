public import SQL
internal import Core
internal import Crypto

/// What POST handlers get: the same reads, plus transactions.
public struct TenantConnection: ~Copyable {
  public let reader: TenantReader

  init(scope: TenantScope, practice: PracticeProfile, connection: Connection) {
    reader = TenantReader(scope: scope, practice: practice, connection: connection)
  }
  public var scope: TenantScope { reader.scope }
  public var practice: PracticeProfile { reader.practice }

  /// Writes happen only here, together with the audit event that names them: both are kept, or neither.
  /// A deadlock repeats `body`, so it must not act outside the database.
  @discardableResult
  public borrowing func transaction<Result>(
    _ event: AuditEvent, _ body: (borrowing TenantTransaction) throws -> Result
  ) throws -> Result {
    let (scope, practice, connection) = (reader.scope, reader.practice, reader.connection)
    return try connection.transaction {
      let result = try body(TenantTransaction(scope: scope, practice: practice, connection: connection))
      try AuditTrail.append(event, scope, connection)
      return result
    }
  }
}

/// Reads and writes of one transaction of one practice.
public struct TenantTransaction: ~Copyable {
  /// Reads inside this transaction: its own changes and its locks are seen.
  public let reader: TenantReader
  public var scope: TenantScope { reader.scope }
  private var connection: Connection { reader.connection }

  init(scope: TenantScope, practice: PracticeProfile, connection: Connection) {
    reader = TenantReader(scope: scope, practice: practice, connection: connection)
  }

  public borrowing func rows<Value>(_ sql: SQL, _ read: (borrowing Row) throws -> Value) throws -> [Value] {
    try reader.rows(sql, read)
  }
  public borrowing func first<Value>(_ sql: SQL, _ read: (borrowing Row) throws -> Value) throws -> Value? {
    try reader.first(sql, read)
  }
  /// Gives the number of rows inserted, deleted or matched.
  @discardableResult
  public borrowing func execute(_ sql: SQL) throws -> Int { try connection.run(scoped(sql, scope)) }

  /// One more event of this transaction, before the one that the transaction itself names.
  public borrowing func audit(_ event: AuditEvent) throws { try AuditTrail.append(event, scope, connection) }

  public borrowing func blindIndex(_ normalized: String, of kind: StaticString, bytes: Int = 16) throws -> [UInt8] {
    try connection.requireKeyring().blindIndex(normalized, of: kind, bytes: bytes)
  }
  public borrowing func platformIndex(_ normalized: String, of kind: StaticString) -> [UInt8] {
    connection.keys.platformIndex(normalized, of: kind)
  }
  public borrowing func hashPassword(_ password: [UInt8]) -> String {
    PasswordHash.make(password, keys: connection.keys)
  }

  /// Work to do after commit, by a worker process.
  public borrowing func enqueue(_ job: NewJob) throws { try Jobs.insert(job, scope, connection) }
}
