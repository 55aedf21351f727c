internal import CMariaDB
public import Core
public import Crypto

/// One fetched row, readable only inside the closure it is lent to. Columns are numbered as the statement lists them.
public struct Row: ~Copyable {
  let statement: Statement
  let keyring: KeyringBox

  private func check(_ column: Int) throws(RowError) {
    guard column < statement.columnCount else { throw RowError(description: "column \(column) was not selected") }
  }
  private func required<Value>(_ column: Int, _ value: Value?) throws(RowError) -> Value {
    guard let value else { throw RowError(description: "column \(column) is NULL or of another type") }
    return value
  }

  public func isNull(_ column: Int) throws(RowError) -> Bool {
    try check(column)
    return statement.nulls[column] != 0
  }

  public func intIfPresent(_ column: Int) throws(RowError) -> Int? {
    guard try !isNull(column) else { return nil }
    guard statement.columns[column].buffer_type == MYSQL_TYPE_LONGLONG else { return try required(column, nil) }
    return Int(truncatingIfNeeded: statement.columns[column].buffer.load(as: Int64.self))
  }
  public func int(_ column: Int) throws(RowError) -> Int { try required(column, intIfPresent(column)) }
  public func bool(_ column: Int) throws(RowError) -> Bool { try int(column) != 0 }

  func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Result) throws(RowError) -> Result? {
    guard try !isNull(column) else { return nil }
    let type = statement.columns[column].buffer_type
    guard type == MYSQL_TYPE_BLOB || type == MYSQL_TYPE_STRING else { return try required(column, nil) }
    return body(UnsafeRawBufferPointer(start: statement.columns[column].buffer, count: Int(statement.lengths[column])))
  }
  public func bytesIfPresent(_ column: Int) throws(RowError) -> [UInt8]? { try withBytes(column) { [UInt8]($0) } }
  public func bytes(_ column: Int) throws(RowError) -> [UInt8] { try required(column, bytesIfPresent(column)) }

  public func textIfPresent(_ column: Int) throws(RowError) -> String? {
    try withBytes(column) { String(decoding: $0, as: UTF8.self) }
  }
  public func text(_ column: Int) throws(RowError) -> String { try required(column, textIfPresent(column)) }

  public func idIfPresent(_ column: Int) throws(RowError) -> EntityID? {
    guard try !isNull(column) else { return nil }
    return try required(
      column,
      try withBytes(column) { bytes -> EntityID? in
        guard bytes.count == 16 else { return nil }
        let high = bytes.loadUnaligned(as: UInt64.self).bigEndian
        return EntityID(high: high, low: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian)
      } ?? nil)
  }
  public func id(_ column: Int) throws(RowError) -> EntityID { try required(column, idIfPresent(column)) }
  public func id<ID: TypedID>(_ column: Int, as: ID.Type = ID.self) throws(RowError) -> ID { ID(try id(column)) }
  public func idIfPresent<ID: TypedID>(_ column: Int, as: ID.Type) throws(RowError) -> ID? {
    try idIfPresent(column).map { ID($0) }
  }

  private func time(_ column: Int) throws(RowError) -> MYSQL_TIME? {
    guard try !isNull(column) else { return nil }
    let type = statement.columns[column].buffer_type
    guard type == MYSQL_TYPE_DATETIME || type == MYSQL_TYPE_DATE || type == MYSQL_TYPE_TIMESTAMP else {
      return try required(column, nil)
    }
    return statement.columns[column].buffer.load(as: MYSQL_TIME.self)
  }
  public func instantIfPresent(_ column: Int) throws(RowError) -> Instant? {
    guard let time = try time(column) else { return nil }
    return Instant(microseconds: try required(column, ServerTime.microseconds(time)))
  }
  public func instant(_ column: Int) throws(RowError) -> Instant { try required(column, instantIfPresent(column)) }
  public func dateIfPresent(_ column: Int) throws(RowError) -> LocalDate? {
    guard let time = try time(column) else { return nil }
    return LocalDate(days: try required(column, ServerTime.days(time)))
  }
  public func date(_ column: Int) throws(RowError) -> LocalDate { try required(column, dateIfPresent(column)) }
  /// A wall-clock `DATETIME`, to the minute.
  public func wallClock(_ column: Int) throws(RowError) -> LocalDateTime {
    let time = try required(column, try time(column))
    let date = LocalDate(days: try required(column, ServerTime.days(time)))
    return LocalDateTime(date, try required(column, LocalTime(hour: Int(time.hour), minute: Int(time.minute))))
  }

  /// An `ENUM` or code column as the Swift enum with the same words.
  @inlinable
  public func choice<Choice: RawRepresentable<String>>(_ column: Int, as: Choice.Type = Choice.self) throws(RowError)
    -> Choice
  {
    guard let choice = Choice(rawValue: try text(column)) else {
      throw RowError(description: "column \(column) holds a word that is not known")
    }
    return choice
  }

  /// Opens a sealed column of this practice.
  /// - Throws: ``SealError`` when the bytes were not sealed for this row and column.
  public func opened(_ column: Int, _ place: SealedColumn, row: EntityID) throws -> String {
    guard let text = try openedIfPresent(column, place, row: row) else {
      throw RowError(description: "sealed column \(column) is NULL")
    }
    return text
  }
  public func openedIfPresent(_ column: Int, _ place: SealedColumn, row: EntityID) throws -> String? {
    try openedBytesIfPresent(column, place, row: row).map { String(decoding: $0, as: UTF8.self) }
  }
  /// The same for bytes that are no text.
  public func openedBytesIfPresent(_ column: Int, _ place: SealedColumn, row: EntityID) throws -> [UInt8]? {
    guard let sealed = try bytesIfPresent(column) else { return nil }
    if let id = Keyring.keyID(of: sealed), keyring.ring?.has(id) == false { try keyring.reload() }
    guard let plain = keyring.ring?.open(sealed, place, row: row) else {
      throw SealError(description: "\(place.table).\(place.column) of \(row) does not open")
    }
    return plain
  }
}
