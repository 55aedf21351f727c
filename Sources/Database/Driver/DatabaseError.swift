/// What the server or the client library answered. The message may hold values and is never shown or logged.
public struct DatabaseError: Error, Sendable, CustomStringConvertible {
  public let code: UInt32
  let message: String
  let statement: String

  public var description: String { "MariaDB error \(code)" }

  /// The connection is gone; nothing says whether the statement ran.
  public var isConnectionLost: Bool { [2002, 2003, 2006, 2013, 4031, 1927, 1053].contains(code) }
  /// The whole transaction may be tried again: deadlock or lock wait time-out.
  public var isRetryable: Bool { code == 1213 || code == 1205 }
  /// A unique key or `WITHOUT OVERLAPS` refused the row.
  public var isDuplicate: Bool { code == 1062 }
  /// A row this one refers to does not exist in this practice.
  public var isMissingReference: Bool { code == 1452 }
  /// For tests and `praxis check`: the server's words.
  @_spi(Bootstrap) public var serverMessage: String { "\(code): \(message) [\(statement)]" }
}

/// A column held what its reader did not expect: a bug, answered with 500.
public struct RowError: Error, Sendable, CustomStringConvertible {
  public let description: String

  @usableFromInline
  init(description: String) { self.description = description }
}

/// A sealed value did not open: another practice's, a moved or a changed one.
public struct SealError: Error, Sendable, CustomStringConvertible {
  public let description: String
}
