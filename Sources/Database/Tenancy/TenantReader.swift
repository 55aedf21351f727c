internal import Core
public import Crypto
public import SQL

/// Read access for one practice, lent for one request. GET handlers get this and nothing more.
public struct TenantReader: ~Copyable {
  public let scope: TenantScope
  public let practice: PracticeProfile
  let connection: Connection

  init(scope: TenantScope, practice: PracticeProfile, connection: Connection) {
    self.scope = scope
    self.practice = practice
    self.connection = connection
  }

  /// Every row the statement finds, read by `read`.
  public borrowing func rows<Value>(_ sql: SQL, _ read: (borrowing Row) throws -> Value) throws -> [Value] {
    var values: [Value] = []
    try connection.run(scoped(sql, scope)) { row in values.append(try read(row)) }
    return values
  }
  /// The first row, or nil.
  public borrowing func first<Value>(_ sql: SQL, _ read: (borrowing Row) throws -> Value) throws -> Value? {
    try rows(sql, read).first
  }
  /// A keyed hash to look a value up by; see ``Crypto/Keyring/blindIndex(_:of:bytes:)``.
  public borrowing func blindIndex(_ normalized: String, of kind: StaticString, bytes: Int = 16) throws -> [UInt8] {
    try connection.requireKeyring().blindIndex(normalized, of: kind, bytes: bytes)
  }
  /// Verifies a password, or spends the same time when there is no hash to verify against.
  public borrowing func verify(password: [UInt8], against hash: String?) -> Bool {
    connection.verify(password: password, against: hash)
  }
  /// Passwords that nobody may choose; nil where the list is not installed.
  public var passwordBlocklist: PasswordBlocklist? { connection.keys.blocklist }
  /// A hash that is the same in every practice, for look-ups before a practice is known.
  public borrowing func platformIndex(_ normalized: String, of kind: StaticString) -> [UInt8] {
    connection.keys.platformIndex(normalized, of: kind)
  }
}
