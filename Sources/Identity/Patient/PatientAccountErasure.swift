public import Core
public import Crypto
public import Database
import SQL

/// The way into the portal of a patient whose contact data is erased.
public enum PatientAccountErasure {
  public static func erase(_ patient: PatientID, _ part: PatientPart, in tx: borrowing TenantTransaction) throws {
    guard part == .contact else { return }
    try tx.execute("DELETE FROM identity_session WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    try tx.execute("DELETE FROM identity_email_challenge WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
  }
}
