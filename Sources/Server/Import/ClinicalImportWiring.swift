import Clinical
import Core
import Database
import Patients

/// Lets an import write clinical records: Patients asks, Clinical does.
enum ClinicalImportWiring {
  static let clinical = ClinicalImport(
    fits: { value in
      ImportedRecords.content(of: value).map { $0.json.utf8.count <= NewClinicalRecord.contentLimit } ?? true
    },
    insert: { record, now, tx in
      guard let new = ImportedRecords.record(record) else { return }
      try ClinicalRecords.insert(new, now: now, in: tx)
    },
    remove: { id, tx in try ClinicalRecords.remove(importedBy: id.id, in: tx) })
}
