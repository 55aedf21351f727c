public import Core
public import SQL

/// The practice a row belongs to. Only this module makes one, from a session, an address, a job or provisioning:
/// it cannot be parsed from a URL or a form.
public struct PracticeID: Hashable, Sendable, SQLBindable, CustomStringConvertible {
  @_spi(Bootstrap) public let id: EntityID
  init(_ id: EntityID) { self.id = id }
  public var sqlValue: SQLValue { id.sqlValue }
  public var description: String { id.description }
}
