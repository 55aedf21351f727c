import Core
import Database

/// Writes what a preview says, inside one transaction: all of it, or nothing.
enum ImportRunner {
  static func write(
    _ preview: ImportPreview, as importID: ImportID, _ clinical: ClinicalImport, now: Instant,
    in tx: borrowing TenantTransaction
  ) throws {
    var patients: [SourceID: PatientID] = [:]
    var touched: [PatientID] = []
    for row in preview.rows {
      guard case .patient(let patient)? = row.plan.value else { continue }
      switch preview.targets[patient.source] {
      case .known(let id): patients[patient.source] = id
      case .new:
        guard let index = row.sourceIndex else { continue }
        let id = PatientID.make()
        try Patients.insert(
          id, patient.details(language: tx.reader.practice.language), isDeceased: patient.isDeceased,
          origin: ImportOrigin(sourceIndex: index, importID: importID), now: now, in: tx)
        patients[patient.source] = id
        touched.append(id)
      case .undecided, .skipped, .refused, nil: continue
      }
    }
    for row in preview.rows where row.fate == .create {
      guard let value = row.plan.value, let index = row.sourceIndex, let patient = patients[value.patient]
      else { continue }
      if case .patient = value { continue }
      let record = ClinicalImport.Record(value: value, patient: patient, sourceIndex: index, importID: importID)
      try clinical.insert(record, now, tx)
      if !touched.contains(patient) { touched.append(patient) }
    }
    // One event in each patient's own trail, besides the one of the import.
    for id in touched {
      try tx.audit(AuditEvent("patient.import", "patients_patient", id.id, patient: id))
    }
  }
}
