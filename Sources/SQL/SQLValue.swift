/// One bound parameter of a statement, in the form the driver sends it.
///
/// `scope` is a kind of its own: a tenant statement that binds no scope is refused before it is sent
/// (docs/architecture.md, section 5).
public enum SQLValue: Sendable, Hashable {
  case null
  case int(Int64)
  case text(String)
  case bytes([UInt8])
  /// A 128-bit id, most significant half first; stored as `BINARY(16)`.
  case id(UInt64, UInt64)
  /// Microseconds since 1970-01-01T00:00:00Z; stored as `DATETIME(6)` in UTC.
  case instant(Int64)
  /// Microseconds since 1970-01-01T00:00:00 of a wall clock without a zone; stored as `DATETIME(6)`.
  case wallClock(Int64)
  /// Days since 1970-01-01; stored as `DATE`.
  case date(Int32)
  /// The practice a scope stands for; stored as `BINARY(16)`.
  case scope(UInt64, UInt64)
}

/// A value that may be interpolated into a ``SQL`` literal. It always becomes a binding, never text.
public protocol SQLBindable: Sendable {
  var sqlValue: SQLValue { get }
}

extension Int: SQLBindable {
  public var sqlValue: SQLValue { .int(Int64(self)) }
}
extension Int64: SQLBindable {
  public var sqlValue: SQLValue { .int(self) }
}
extension Bool: SQLBindable {
  public var sqlValue: SQLValue { .int(self ? 1 : 0) }
}
extension String: SQLBindable {
  public var sqlValue: SQLValue { .text(self) }
}
extension [UInt8]: SQLBindable {
  public var sqlValue: SQLValue { .bytes(self) }
}
