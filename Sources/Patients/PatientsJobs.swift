public import Database

/// Jobs of Patients: erasures when their day has come, and copies of a record for its patient.
public enum PatientsJobs {
  /// - Parameters:
  ///   - eraser: how secrets are destroyed and what other features remove.
  ///   - exporter: what copies are made of.
  public static func all(_ eraser: PatientEraser, _ exporter: PatientExporter) -> [JobHandler] {
    let erasure = ErasureJob(eraser: eraser)
    let export = ExportJob(exporter: exporter)
    return [
      JobHandler("patient.erase", takesLong: true) { job, now, db in try erasure.run(job, now, db) },
      JobHandler("patient.export", takesLong: true) { job, now, db in try export.run(job, now, db) },
    ]
  }
}
