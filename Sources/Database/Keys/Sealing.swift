public import Core
public import Crypto

/// A value was about to be sealed in a way that would lose it later: a bug, answered with 500.
struct UnboundSeal: Error, CustomStringConvertible {
  let description: String
}

extension TenantTransaction {
  /// Seals text for one row and column of this practice. What belongs to a patient whose row is another one is sealed
  /// by ``seal(_:_:row:patient:)``.
  public borrowing func seal(_ text: String, _ column: SealedColumn, row: EntityID) throws -> [UInt8] {
    try reader.connection.seal(text, column, row: row, patient: nil)
  }
  /// Nil stays NULL; empty text is stored as NULL too.
  public borrowing func sealIfPresent(_ text: String?, _ column: SealedColumn, row: EntityID) throws -> [UInt8]? {
    guard let text, !text.isEmpty else { return nil }
    return try seal(text, column, row: row)
  }

  /// Seals text of a patient, so that it becomes unreadable with everything else about them when they are erased.
  /// - Parameter patient: nil only where the column may speak of staff as well.
  /// - Throws: ``ForgottenPatient`` when they have been erased.
  public borrowing func seal(
    _ text: String, _ column: SealedColumn, row: EntityID, patient: PatientID?
  ) throws -> [UInt8] {
    try reader.connection.seal(text, column, row: row, patient: patient)
  }
  /// The same for bytes that are no text.
  public borrowing func seal(
    _ bytes: [UInt8], _ column: SealedColumn, row: EntityID, patient: PatientID?
  ) throws -> [UInt8] {
    try reader.connection.seal(bytes, column, row: row, patient: patient)
  }
  /// Nil stays NULL; empty text is stored as NULL too.
  public borrowing func sealIfPresent(
    _ text: String?, _ column: SealedColumn, row: EntityID, patient: PatientID?
  ) throws -> [UInt8]? {
    guard let text, !text.isEmpty else { return nil }
    return try seal(text, column, row: row, patient: patient)
  }
}

extension TenantTransaction {
  /// Seals a word of the source, which is about nobody, for the row of a patient who is being forgotten.
  public borrowing func sealPlaceholder(
    _ text: StaticString, _ column: SealedColumn, row: EntityID
  ) throws -> [UInt8] {
    try reader.connection.requireSealingKeyring().seal(Array("\(text)".utf8), column, row: row)
  }
}

extension Connection {
  func seal(_ text: String, _ column: SealedColumn, row: EntityID, patient: PatientID?) throws -> [UInt8] {
    try seal(Array(text.utf8), column, row: row, patient: patient)
  }

  func seal(_ bytes: [UInt8], _ column: SealedColumn, row: EntityID, patient: PatientID?) throws -> [UInt8] {
    guard let place = SealedPlaces.place(of: column) else {
      throw UnboundSeal(description: "\(column.table).\(column.column) is not among the sealed places")
    }
    let ring = try requireSealingKeyring()
    guard let patient = try subject(of: place, row, patient) else {
      return ring.seal(bytes, column, row: row)
    }
    guard keys.patients != nil else { throw MissingPracticeKey(description: "the patients' keys were not loaded") }
    guard let sealed = ring.seal(bytes, column, row: row, patient: patient, part: place.part) else {
      throw ForgottenPatient()
    }
    return sealed
  }

  private func subject(of place: SealedPlace, _ row: EntityID, _ patient: PatientID?) throws -> EntityID? {
    switch place.subject {
    case .practice: return nil
    case .patientRow: return row
    case .maybePatient: return patient?.id
    case .patient:
      guard let patient else { throw UnboundSeal(description: "\(place.name) is sealed without its patient") }
      return patient.id
    }
  }
}
