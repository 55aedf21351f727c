public import Core
public import Crypto
public import Database
import SQL

/// Removing everything clinical about a patient whose record is erased.
public enum ClinicalErasure {
  public static func erase(_ patient: PatientID, _ part: PatientPart, in tx: borrowing TenantTransaction) throws {
    guard part == .record else { return }
    try tx.execute("DELETE FROM clinical_allergy WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    try tx.execute("DELETE FROM clinical_condition WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    try tx.execute("DELETE FROM clinical_medication WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    try tx.execute("DELETE FROM clinical_encounter WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    try tx.execute("DELETE FROM clinical_immunization WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    try tx.execute("DELETE FROM clinical_observation WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
  }
}
