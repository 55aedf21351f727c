internal import Core
internal import Crypto
internal import SQL

/// Sealing anew what older keys sealed, or what was sealed before its patient had a secret.
extension TenantConnection {
  private struct Value {
    let row: EntityID
    let patient: EntityID?
    let sealed: [UInt8]
  }

  /// Goes through one column in batches; gives the number of values that were sealed anew.
  borrowing func reseal(_ place: SealedPlace, step: (RotationStep) throws -> Void) throws -> Int {
    var after = EntityID(high: 0, low: 0)
    var total = 0
    while true {
      let batch = try values(of: place, after: after)
      guard let last = batch.last else { return total }
      after = last.row
      let changed = try reseal(batch, place)
      total += changed
      if changed > 0 { try step(.resealed(place: place.name, rows: changed)) }
    }
  }

  private borrowing func values(of place: SealedPlace, after: EntityID) throws -> [Value] {
    try reader.rows(
      """
      SELECT t.id, \(place.patient), \(place.value) FROM \(name: place.column.table) t
      WHERE t.practice_id = \(scope) AND t.id > \(after) AND t.\(name: place.column.column) IS NOT NULL
      ORDER BY t.id LIMIT \(place.rowsAtOnce)
      """
    ) { row in Value(row: try row.id(0), patient: try row.idIfPresent(1), sealed: try row.bytes(2)) }
  }

  /// Writes a row only where it still holds what was read: a change meanwhile was sealed with the newest key anyhow.
  /// The meaning does not change, so there is no event for it; making and destroying a key has one.
  private borrowing func reseal(_ batch: [Value], _ place: SealedPlace) throws -> Int {
    let (connection, scope) = (reader.connection, scope)
    return try connection.transaction {
      let ring = try connection.requireSealingKeyring()
      var count = 0
      for value in batch {
        let patient = value.patient.flatMap { ring.hasForgotten($0, place.part) ? nil : $0 }
        if value.sealed.starts(with: ring.mark(ofPatient: patient, part: place.part, row: value.row)) { continue }
        guard let new = try resealed(value, place, ring) else { continue }
        switch place.form {
        case .bytes:
          count += try connection.run(
            """
            UPDATE \(name: place.column.table) SET \(name: place.column.column) = \(new)
            WHERE practice_id = \(scope) AND id = \(value.row) AND \(name: place.column.column) = \(value.sealed)
            """)
        case .base64:
          count += try connection.run(
            """
            UPDATE \(name: place.column.table) SET \(name: place.column.column) = TO_BASE64(\(new))
            WHERE practice_id = \(scope) AND id = \(value.row)
              AND FROM_BASE64(\(name: place.column.column)) = \(value.sealed)
            """)
        }
      }
      return count
    }
  }

  /// Nil for what cannot be sealed anew: its patient has been forgotten.
  private func resealed(_ value: Value, _ place: SealedPlace, _ ring: Keyring) throws -> [UInt8]? {
    guard let plain = ring.open(value.sealed, place.column, row: value.row) else {
      if let patient = value.patient, ring.hasForgotten(patient, place.part) { return nil }
      throw SealError(description: "\(place.name) of \(value.row) does not open")
    }
    // What opens although its patient has been forgotten is a placeholder, and about nobody.
    guard let patient = value.patient, !ring.hasForgotten(patient, place.part) else {
      return ring.seal(plain, place.column, row: value.row)
    }
    return ring.seal(plain, place.column, row: value.row, patient: patient, part: place.part)
  }
}

extension SealedPlace {
  /// The sealed bytes, as a column of a statement about `t`.
  var value: SQL {
    switch form {
    case .bytes: "t.\(name: column.column)"
    case .base64: "FROM_BASE64(t.\(name: column.column))"
    }
  }
}
