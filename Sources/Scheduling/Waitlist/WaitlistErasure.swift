public import Core
public import Crypto
public import Database
import SQL

/// The wishes of a patient whose record is erased, and what was offered to them. After the mails about offers.
public enum WaitlistErasure {
  public static func erase(_ patient: PatientID, _ part: PatientPart, in tx: borrowing TenantTransaction) throws {
    // Nobody can be asked without an address, so the wishes end with the first part, as the mails do.
    guard part == .contact else { return }
    let offers = try tx.rows(
      """
      SELECT o.id FROM scheduling_offer o
      JOIN scheduling_waitlist_entry e ON e.practice_id = \(tx.scope) AND e.id = o.entry_id
      WHERE o.practice_id = \(tx.scope) AND e.patient_id = \(patient)
      """
    ) { try $0.id(0, as: OfferID.self) }
    for offer in offers {
      try Holds.remove(HoldID(offer.id), in: tx)
      try tx.execute("DELETE FROM scheduling_offer WHERE practice_id = \(tx.scope) AND id = \(offer)")
    }
    try tx.execute("DELETE FROM scheduling_waitlist_entry WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
    try tx.execute("DELETE FROM scheduling_freed_time WHERE practice_id = \(tx.scope) AND patient_id = \(patient)")
  }
}
