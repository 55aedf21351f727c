/// Where a sealed value lives. The name is part of what the ciphertext is bound to.
public struct SealedColumn: Sendable {
  public let table: StaticString
  public let column: StaticString
  public init(_ table: StaticString, _ column: StaticString) {
    self.table = table
    self.column = column
  }
}
