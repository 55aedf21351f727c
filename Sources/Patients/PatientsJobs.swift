public import Database

/// Jobs of Patients: erasures when their day has come, and copies of a record for its patient.
public enum PatientsJobs {
  /// - Parameters:
  ///   - eraser: how secrets are destroyed and what other features remove.
  public static func all(_ eraser: PatientEraser) -> [JobHandler] {
    let erasure = ErasureJob(eraser: eraser)
    return [JobHandler("patient.erase") { job, now, db in try erasure.run(job, now, db) }]
  }
}
