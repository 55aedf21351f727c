import Core
import Crypto
import Database
import SQL

/// One import as the history lists it.
struct ImportEntry: Sendable {
  enum State: String, Sendable { case previewed, imported, undone }
  let id: ImportID
  let fileName: String
  let state: State
  /// Nil at the command line.
  let who: String?
  let created: Int
  let unchanged: Int
  let notImported: Int
  let startedAt: Instant
  let finishedAt: Instant?
}

/// All SQL of `patients_import`. File names often are names of patients, so they are sealed too.
enum Imports {
  private static let nameColumn = SealedColumn("patients_import", "file_name")
  private static let contentColumn = SealedColumn("patients_import", "sealed_content")
  /// Bytes of a file name that are kept: 200 characters of base64 hold no more once sealed.
  private static let nameLimit = 100

  /// What a file is called, cut to what is kept; only its last part, whatever a browser sends.
  static func shownName(_ name: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    var kept = String.UnicodeScalarView()
    var bytes = 0
    for scalar in last.unicodeScalars where scalar.value >= 0x20 && scalar.value != 0x7f {
      bytes += UTF8.width(scalar)
      if bytes > nameLimit { break }
      kept.append(scalar)
    }
    return kept.isEmpty ? "file.json" : String(kept)
  }

  /// - Parameter content: kept until somebody confirms; nil when the import is done at once.
  static func insert(
    _ id: ImportID, file: ImportFile, content: [UInt8]?, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let name = try tx.seal(shownName(file.name), nameColumn, row: id.id)
    let sealed = try content.map { try tx.seal(String(decoding: $0, as: UTF8.self), contentColumn, row: id.id) }
    try tx.execute(
      """
      INSERT INTO patients_import (practice_id, id, user_id, file_name, file_hash, state, sealed_content, created_at)
      VALUES (\(tx.scope), \(id), \(tx.scope.actor.user), TO_BASE64(\(name)), \(Digest.sha256(file.content)),
        'previewed', \(sealed), \(now))
      """)
  }

  /// Marks a preview as carried out and erases the file; false when somebody was faster.
  static func finish(
    _ id: ImportID, _ preview: ImportPreview, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> Bool {
    try tx.execute(
      """
      UPDATE patients_import
      SET state = 'imported', sealed_content = NULL, rows_created = \(preview.created),
        rows_unchanged = \(preview.unchanged), rows_left_out = \(preview.notImported), finished_at = \(now)
      WHERE practice_id = \(tx.scope) AND id = \(id) AND state = 'previewed'
      """) == 1
  }

  static func markUndone(_ id: ImportID, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      """
      UPDATE patients_import SET state = 'undone'
      WHERE practice_id = \(tx.scope) AND id = \(id) AND state = 'imported'
      """) == 1
  }

  static func discard(_ id: ImportID, in tx: borrowing TenantTransaction) throws -> Bool {
    try tx.execute(
      "DELETE FROM patients_import WHERE practice_id = \(tx.scope) AND id = \(id) AND state = 'previewed'") == 1
  }
  /// Previews that nobody confirmed in time.
  static func discardStale(now: Instant, in tx: borrowing TenantTransaction) throws {
    try tx.execute(
      """
      DELETE FROM patients_import
      WHERE practice_id = \(tx.scope) AND state = 'previewed'
        AND created_at < \(now.adding(hours: -ImportLimits.previewHours))
      """)
  }

  /// The uploaded file of a preview; nil when there is none any more.
  static func content(_ id: ImportID, in db: borrowing TenantReader) throws -> [UInt8]? {
    let text = try db.first(
      """
      SELECT sealed_content FROM patients_import
      WHERE practice_id = \(db.scope) AND id = \(id) AND state = 'previewed'
      """
    ) { row in try row.openedIfPresent(0, contentColumn, row: id.id) }
    return text.flatMap(\.self).map { Array($0.utf8) }
  }

  private static let columns: SQL = """
    i.id, FROM_BASE64(i.file_name), i.state, u.name, i.rows_created, i.rows_unchanged, i.rows_left_out, i.created_at,
    i.finished_at
    """

  /// Latest first; those waiting to be confirmed among them.
  static func history(in db: borrowing TenantReader) throws -> [ImportEntry] {
    try db.rows(
      """
      SELECT \(columns) FROM patients_import i
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = i.user_id
      WHERE i.practice_id = \(db.scope) ORDER BY i.id DESC LIMIT 100
      """, read)
  }

  static func find(_ id: ImportID, in db: borrowing TenantReader) throws -> ImportEntry? {
    try db.first(
      """
      SELECT \(columns) FROM patients_import i
      LEFT JOIN identity_user u ON u.practice_id = \(db.scope) AND u.id = i.user_id
      WHERE i.practice_id = \(db.scope) AND i.id = \(id)
      """, read)
  }

  private static func read(_ row: borrowing Row) throws -> ImportEntry {
    let id = try row.id(0, as: ImportID.self)
    return ImportEntry(
      id: id, fileName: try row.opened(1, nameColumn, row: id.id), state: try row.choice(2),
      who: try row.textIfPresent(3), created: try row.int(4), unchanged: try row.int(5), notImported: try row.int(6),
      startedAt: try row.instant(7), finishedAt: try row.instantIfPresent(8))
  }

  /// The patients that an import made and that are still here.
  static func patients(of id: ImportID, in db: borrowing TenantReader) throws -> [(id: PatientID, name: PersonName)] {
    try db.rows(
      """
      SELECT id, sealed_name FROM patients_patient
      WHERE practice_id = \(db.scope) AND import_id = \(id) ORDER BY id LIMIT 200
      """
    ) { row in
      let id = try row.id(0, as: PatientID.self)
      return (id: id, name: try PatientColumns.name(row, 1, of: id))
    }
  }
}

/// A file to import.
public struct ImportFile: Sendable {
  public let name: String
  public let content: [UInt8]
  public init(name: String, content: [UInt8]) {
    self.name = name
    self.content = content
  }
}
