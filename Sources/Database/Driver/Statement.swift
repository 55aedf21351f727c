internal import CMariaDB
internal import SQL

/// One prepared statement of one connection, kept for its life. Result columns are bound once to buffers that grow.
final class Statement {
  private static let noData: Int32 = 100
  private static let dataTruncated: Int32 = 101
  private static let unsignedFlag: UInt32 = 32
  private static let binaryCharset: UInt32 = 63
  private static let firstCapacity = 256

  let text: String
  private let handle: UnsafeMutablePointer<MYSQL_STMT>
  private let connection: UnsafeMutablePointer<MYSQL>
  private let parameterCount: Int
  let columnCount: Int
  private let parameters: UnsafeMutablePointer<MYSQL_BIND>
  let columns: UnsafeMutablePointer<MYSQL_BIND>
  let nulls: UnsafeMutablePointer<my_bool>
  let lengths: UnsafeMutablePointer<UInt>
  private var capacities: [Int] = []
  private var scratch: [UInt8] = []
  private var slots: [(offset: Int, length: Int)] = []

  init(_ connection: UnsafeMutablePointer<MYSQL>, _ text: String) throws(DatabaseError) {
    guard let handle = mysql_stmt_init(connection) else { throw Connection.error(of: connection, text) }
    guard mysql_stmt_prepare(handle, text, UInt(text.utf8.count)) == 0 else {
      let error = Statement.error(of: handle, connection, text)
      mysql_stmt_close(handle)
      throw error
    }
    self.text = text
    self.handle = handle
    self.connection = connection
    parameterCount = Int(mysql_stmt_param_count(handle))
    columnCount = Int(mysql_stmt_field_count(handle))
    parameters = .allocate(capacity: max(1, parameterCount))
    parameters.initialize(repeating: MYSQL_BIND(), count: max(1, parameterCount))
    columns = .allocate(capacity: max(1, columnCount))
    columns.initialize(repeating: MYSQL_BIND(), count: max(1, columnCount))
    nulls = .allocate(capacity: max(1, columnCount))
    nulls.initialize(repeating: 0, count: max(1, columnCount))
    lengths = .allocate(capacity: max(1, columnCount))
    lengths.initialize(repeating: 0, count: max(1, columnCount))
    try bindColumns()
  }

  deinit {
    for index in 0..<columnCount { columns[index].buffer?.deallocate() }
    parameters.deallocate()
    columns.deallocate()
    nulls.deallocate()
    lengths.deallocate()
    mysql_stmt_close(handle)
  }

  private func bindColumns() throws(DatabaseError) {
    guard columnCount > 0, let metadata = mysql_stmt_result_metadata(handle) else { return }
    defer { mysql_free_result(metadata) }
    for index in 0..<columnCount {
      let field = mysql_fetch_field_direct(metadata, UInt32(index)).pointee
      var capacity = 8
      switch field.type {
      case MYSQL_TYPE_TINY, MYSQL_TYPE_SHORT, MYSQL_TYPE_INT24, MYSQL_TYPE_LONG, MYSQL_TYPE_LONGLONG, MYSQL_TYPE_YEAR:
        columns[index].buffer_type = MYSQL_TYPE_LONGLONG
        columns[index].is_unsigned = field.flags & Self.unsignedFlag != 0 ? 1 : 0
      case MYSQL_TYPE_DATE, MYSQL_TYPE_DATETIME, MYSQL_TYPE_TIMESTAMP:
        columns[index].buffer_type = field.type
        capacity = MemoryLayout<MYSQL_TIME>.size
      default:
        columns[index].buffer_type =
          field.charsetnr == Self.binaryCharset && field.type != MYSQL_TYPE_NEWDECIMAL
          ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING
        capacity = min(max(Int(field.length), 8), Self.firstCapacity)
      }
      allocate(index, capacity)
      capacities.append(capacity)
      columns[index].is_null = nulls + index
      columns[index].length = lengths + index
    }
    guard mysql_stmt_bind_result(handle, columns) == 0 else { throw failure() }
  }

  private func allocate(_ index: Int, _ capacity: Int) {
    columns[index].buffer = .allocate(byteCount: capacity, alignment: 16)
    columns[index].buffer_length = UInt(capacity)
  }

  /// Galera reports an abort from another node on the connection alone, so that is asked second.
  private func failure() -> DatabaseError { Statement.error(of: handle, connection, text) }

  private static func error(
    of handle: UnsafeMutablePointer<MYSQL_STMT>, _ connection: UnsafeMutablePointer<MYSQL>, _ text: String
  ) -> DatabaseError {
    guard mysql_stmt_errno(handle) != 0 else { return Connection.error(of: connection, text) }
    return DatabaseError(
      code: mysql_stmt_errno(handle), message: String(cString: mysql_stmt_error(handle)), statement: text)
  }

  /// Runs the statement and hands each row to `body`; gives the number of rows found or changed.
  ///
  /// Never inlined: Swift 6.3.1's optimizer crashes when it inlines this into a caller that lends the row.
  @inline(never)
  func run(_ bindings: [SQLValue], keyring: KeyringBox, _ body: (borrowing Row) throws -> Void) throws -> Int {
    try execute(bindings)
    guard columnCount > 0 else { return Int(mysql_stmt_affected_rows(handle)) }
    defer { mysql_stmt_free_result(handle) }
    // The whole result is taken to the client, so that `body` may run other statements on this connection.
    guard mysql_stmt_store_result(handle) == 0 else { throw failure() }
    var count = 0
    while true {
      let result = mysql_stmt_fetch(handle)
      if result == Self.noData { return count }
      if result == Self.dataTruncated { try grow() } else if result != 0 { throw failure() }
      count += 1
      try body(Row(statement: self, keyring: keyring))
    }
  }

  private func grow() throws(DatabaseError) {
    for index in 0..<columnCount where nulls[index] == 0 && Int(lengths[index]) > capacities[index] {
      columns[index].buffer.deallocate()
      capacities[index] = Int(lengths[index]) * 2
      allocate(index, capacities[index])
      guard mysql_stmt_fetch_column(handle, columns + index, UInt32(index), 0) == 0 else { throw failure() }
    }
    // The library copied the binds: it must be told of the new buffers. Connector/C 3.3.19 (with MariaDB 10.11.18) then
    // sets the lengths of the row at hand to 0, so they are put back.
    let kept = (0..<columnCount).map { lengths[$0] }
    guard mysql_stmt_bind_result(handle, columns) == 0 else { throw failure() }
    for index in 0..<columnCount { lengths[index] = kept[index] }
  }

  private func execute(_ bindings: [SQLValue]) throws(DatabaseError) {
    precondition(bindings.count == parameterCount, "a literal's placeholders and bindings are counted together")
    scratch.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    for (index, value) in bindings.enumerated() { stage(value, &parameters[index]) }
    scratch.append(0)
    // Addresses are taken only now: every append above may have moved the buffer.
    let failed = scratch.withUnsafeMutableBytes { buffer -> Bool in
      guard let start = buffer.baseAddress else { return true }
      for (index, slot) in slots.enumerated() {
        parameters[index].buffer = start + slot.offset
        parameters[index].buffer_length = UInt(slot.length)
        parameters[index].length = nil
        parameters[index].length_value = UInt(slot.length)
      }
      if parameterCount > 0, mysql_stmt_bind_param(handle, parameters) != 0 { return true }
      return mysql_stmt_execute(handle) != 0
    }
    if failed { throw failure() }
  }

  private func stage(_ value: SQLValue, _ bind: inout MYSQL_BIND) {
    while scratch.count & 15 != 0 { scratch.append(0) }
    let offset = scratch.count
    bind.is_unsigned = 0
    switch value {
    case .null:
      bind.buffer_type = MYSQL_TYPE_NULL
    case .int(let number):
      bind.buffer_type = MYSQL_TYPE_LONGLONG
      withUnsafeBytes(of: number) { scratch.append(contentsOf: $0) }
    case .text(let text):
      bind.buffer_type = MYSQL_TYPE_STRING
      scratch.append(contentsOf: text.utf8)
    case .bytes(let bytes):
      bind.buffer_type = MYSQL_TYPE_BLOB
      scratch.append(contentsOf: bytes)
    case .id(let high, let low), .scope(let high, let low):
      bind.buffer_type = MYSQL_TYPE_BLOB
      withUnsafeBytes(of: high.bigEndian) { scratch.append(contentsOf: $0) }
      withUnsafeBytes(of: low.bigEndian) { scratch.append(contentsOf: $0) }
    case .instant(let microseconds), .wallClock(let microseconds):
      bind.buffer_type = MYSQL_TYPE_DATETIME
      withUnsafeBytes(of: ServerTime.from(microseconds: microseconds)) { scratch.append(contentsOf: $0) }
    case .date(let days):
      bind.buffer_type = MYSQL_TYPE_DATE
      withUnsafeBytes(of: ServerTime.from(days: days)) { scratch.append(contentsOf: $0) }
    }
    slots.append((offset, scratch.count - offset))
  }
}
