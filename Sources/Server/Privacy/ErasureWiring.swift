import Clinical
import Core
@_spi(Bootstrap) import Database
import Identity
import Messaging
import Patients
import Scheduling

/// Who takes part in erasing a patient: Patients asks, each feature empties its own tables, and the ledger and the
/// patients' keys lie outside the database.
enum ErasureWiring {
  static func eraser(_ configuration: Configuration) -> PatientEraser {
    let (keys, patients) = (configuration.keyFile, configuration.patientKeyFile)
    let ledger = ErasureLedger(path: configuration.erasureLedger)
    return PatientEraser(
      forget: { practice, patient, part, now in
        // First the ledger: what it does not know could come back with an old copy of the keys.
        try ledger.add(.init(practice: practice.id, patient: patient.id, part: part), at: now)
        try PatientKeyFile.forget([(practice.id, patient.id, part)], path: patients, keyFile: keys)
      }, rows: rows)
  }

  static let rows: [PatientEraser.Rows] = [
    { patient, part, tx in try ClinicalErasure.erase(patient, part, in: tx) },
    { patient, part, tx in try AppointmentErasure.erase(patient, part, in: tx) },
    // Before the challenges that notices speak of.
    { patient, part, tx in try NoticeErasure.erase(patient, part, in: tx) },
    // After the mails that speak of offers.
    { patient, part, tx in try WaitlistErasure.erase(patient, part, in: tx) },
    { patient, part, tx in try PatientAccountErasure.erase(patient, part, in: tx) },
  ]
}
