@_spi(Bootstrap) public import Database
import SQL

/// What a piece of work reads, as the server itself counts.
public struct Work: Sendable, Equatable {
  public let rows: Int
  public let statements: Int

  /// Without what the counting itself reads.
  public static func of(
    _ db: borrowing TenantReader, _ body: (borrowing TenantReader) throws -> Void
  ) throws -> Work {
    let marks = [try counters(db), try counters(db)]
    try body(db)
    let end = try counters(db)
    return Work(
      rows: end.rows - marks[1].rows - (marks[1].rows - marks[0].rows),
      statements: end.statements - marks[1].statements - (marks[1].statements - marks[0].statements))
  }

  private static func counters(_ db: borrowing TenantReader) throws -> Work {
    let found = try db.rows(
      """
      SELECT variable_name, CAST(variable_value AS SIGNED) FROM information_schema.session_status
      WHERE \(db.scope) IS NOT NULL AND (variable_name LIKE 'HANDLER_READ%' OR variable_name = 'QUESTIONS')
      """
    ) { (name: try $0.text(0).uppercased(), value: try $0.int(1)) }
    guard let statements = found.first(where: { $0.name == "QUESTIONS" }) else {
      throw TestFailure("the server does not count")
    }
    return Work(
      rows: found.filter { $0.name != "QUESTIONS" }.map(\.value).reduce(0, +), statements: statements.value)
  }
}
