internal import Crypto
public import SQL

/// Why somebody works across practices.
public enum SystemPurpose: String, Sendable {
  case signIn, jobClaim, check, provisioning, audit
}

/// Access to the unscoped `system_*` views alone: no practice is set, so every scoped view is empty to it.
/// Minted for a named purpose.
public struct SystemConnection: ~Copyable {
  public let purpose: SystemPurpose
  let connection: Connection

  init(purpose: SystemPurpose, connection: Connection) {
    self.purpose = purpose
    self.connection = connection
  }

  public borrowing func rows<Value>(_ sql: SQL, _ read: (borrowing Row) throws -> Value) throws -> [Value] {
    var values: [Value] = []
    try connection.run(sql) { row in values.append(try read(row)) }
    return values
  }
  @discardableResult
  public borrowing func execute(_ sql: SQL) throws -> Int { try connection.run(sql) }

  /// A hash that is the same in every practice.
  public borrowing func platformIndex(_ normalized: String, of kind: StaticString) -> [UInt8] {
    connection.keys.platformIndex(normalized, of: kind)
  }
  /// Verifies a password, or spends the same time when there is no hash to verify against.
  public borrowing func verify(password: [UInt8], against hash: String?) -> Bool {
    connection.verify(password: password, against: hash)
  }
}

extension Connection {
  func verify(password: [UInt8], against hash: String?) -> Bool {
    let isRight = PasswordHash.verify(password, hash ?? PasswordHash.decoy, keys: keys)
    return isRight && hash != nil
  }
}
