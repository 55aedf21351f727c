import Core
import Crypto
import Database
import SQL

/// All SQL of what is written of a copy: drafts first, then the pieces of the archive. All of it is sealed for the
/// patient, so that erasing the patient closes it in every copy of the database as well.
enum ExportParts {
  enum Kind: String, Sendable { case draft, archive }

  private static let contact = SealedColumn("patients_export_part", "sealed_content")
  private static let record = SealedColumn("patients_export_part", "sealed_record")

  /// Two secrets: contact data may be erased years before the record, and must be closed then in copies of this too.
  static func add(
    _ bytes: [UInt8], _ kind: Kind, _ position: Int, of export: Export, withoutContact: Bool,
    in tx: borrowing TenantTransaction
  ) throws {
    let id = EntityID.make()
    let column = withoutContact ? record : contact
    let sealed = try tx.seal(bytes, column, row: id, patient: export.patient)
    try tx.execute(
      """
      INSERT INTO patients_export_part (practice_id, id, export_id, patient_id, kind, position, sealed_content,
        sealed_record)
      VALUES (\(tx.scope), \(id), \(export.id), \(export.patient), \(kind.rawValue), \(position),
        \(withoutContact ? nil : sealed), \(withoutContact ? sealed : nil))
      """)
  }

  /// One of them, opened; nil when there is none at this place.
  static func open(
    _ kind: Kind, _ position: Int, of export: ExportID, in db: borrowing TenantReader
  ) throws -> [UInt8]? {
    try db.first(
      """
      SELECT id, sealed_content, sealed_record FROM patients_export_part
      WHERE practice_id = \(db.scope) AND export_id = \(export) AND kind = \(kind.rawValue) AND position = \(position)
      """
    ) { row in
      let id = try row.id(0)
      if let bytes = try row.openedBytesIfPresent(1, contact, row: id) { return bytes }
      return try row.openedBytesIfPresent(2, record, row: id) ?? []
    }
  }

  /// The whole archive; nil when it is not there.
  static func archive(of export: Export, in db: borrowing TenantReader) throws -> [UInt8]? {
    guard let size = export.archiveBytes else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    var position = 0
    while bytes.count < size, let piece = try open(.archive, position, of: export.id, in: db) {
      bytes += piece
      position += 1
    }
    return bytes.count == size ? bytes : nil
  }

  static func remove(_ kind: Kind, of export: ExportID, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      DELETE FROM patients_export_part
      WHERE practice_id = \(tx.scope) AND export_id = \(export) AND kind = \(kind.rawValue)
      """)
  }
  static func remove(of export: ExportID, in tx: borrowing TenantTransaction) throws {
    try tx.execute("DELETE FROM patients_export_part WHERE practice_id = \(tx.scope) AND export_id = \(export)")
  }
}
