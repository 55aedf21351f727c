import Core
import Database

/// Importing patient records, for the pages and the command line alike.
public struct RecordImport: Sendable {
  let clinical: ClinicalImport
  public init(clinical: ClinicalImport) { self.clinical = clinical }

  /// The file cannot be imported as long as nobody says what to do with some people.
  struct Undecided: Error {
    let preview: ImportPreview
  }
  /// The preview was confirmed, discarded or erased by somebody else.
  struct Gone: Error {}

  /// What importing this file would do. Writes nothing.
  func preview(
    _ plan: ImportPlan, _ choices: ImportChoices, in db: borrowing TenantReader
  ) throws -> ImportPreview {
    try ImportResolver.preview(plan, choices, clinical, in: db)
  }

  /// Keeps a file until its preview is confirmed.
  func keep(_ files: [ImportFile], now: Instant, in db: borrowing TenantConnection) throws -> [ImportID] {
    let ids = files.map { _ in ImportID.make() }
    let event = AuditEvent("import.preview", "patients_import", ids.first?.id, fields: ["files \(files.count)"])
    try db.transaction(event) { tx in
      try Imports.discardStale(now: now, in: tx)
      for (id, file) in zip(ids, files) { try Imports.insert(id, file: file, content: file.content, now: now, in: tx) }
    }
    return ids
  }

  /// Imports a kept file: everything of it in one transaction, or nothing.
  /// - Throws: ``Undecided``, ``Gone``; `DatabaseError.isDuplicate` when the same records were imported meanwhile.
  func confirm(
    _ id: ImportID, _ plan: ImportPlan, _ choices: ImportChoices, now: Instant, in db: borrowing TenantConnection
  ) throws -> ImportPreview {
    try db.transaction(AuditEvent("import.confirm", "patients_import", id.id)) { tx in
      try write(id, plan, choices, now: now, in: tx)
    }
  }

  /// Imports a file at once, without a kept preview.
  func run(
    _ file: ImportFile, _ plan: ImportPlan, _ choices: ImportChoices, now: Instant,
    in db: borrowing TenantConnection
  ) throws -> ImportPreview {
    let id = ImportID.make()
    return try db.transaction(AuditEvent("import.run", "patients_import", id.id)) { tx in
      try Imports.insert(id, file: file, content: nil, now: now, in: tx)
      return try write(id, plan, choices, now: now, in: tx)
    }
  }

  private func write(
    _ id: ImportID, _ plan: ImportPlan, _ choices: ImportChoices, now: Instant, in tx: borrowing TenantTransaction
  ) throws -> ImportPreview {
    let preview = try preview(plan, choices, in: tx.reader)
    guard preview.isDecided else { throw Undecided(preview: preview) }
    // Also the lock: of two who confirm at once, one finds the row finished.
    guard try Imports.finish(id, preview, now: now, in: tx) else { throw Gone() }
    try ImportRunner.write(preview, as: id, clinical, now: now, in: tx)
    return preview
  }
}
