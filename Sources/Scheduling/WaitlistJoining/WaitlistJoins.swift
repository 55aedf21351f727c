import Core
import Database
import SQL

/// Wishes that patients send themselves.
enum WaitlistJoins {
  /// The patient waits for this service already: thrown, so that nothing of the second wish stays.
  private struct AlreadyWaits: Error {}

  /// Whoever sends it is answered the same, known to the practice or not, waiting already or not.
  /// - Throws: ``SlotRefusal``.
  static func join(
    _ wish: TimeWish, of patient: NewPatient, visitor: [UInt8], limitPerHour: Int,
    registering registration: PatientRegistration, now: Instant, in db: borrowing TenantConnection
  ) throws {
    let id = WaitlistEntryID.make()
    do {
      try db.transaction(AuditEvent("waitlist.add", "scheduling_waitlist_entry", id.id)) { tx in
        guard let offering = try Offering.find(wish.service, in: tx.reader) else { throw SlotRefusal.notOffered }
        try offering.requireOnline(in: tx)
        try requireFew(of: visitor, limitPerHour: limitPerHour, now: now, in: tx)
        let patient = try registration.register(patient, now, tx)
        try requireNone(of: patient, wish.service, in: tx)
        try WaitlistEntries.insert(id, wish, for: patient, source: .online, visitor: visitor, now: now, in: tx)
        try WaitlistEntries.announce(id, now: now, in: tx)
      }
    } catch is AlreadyWaits {
      // The earlier wish stays as it is: a name and an address alone change nobody's.
    }
  }

  private static func requireFew(
    of visitor: [UInt8], limitPerHour: Int, now: Instant, in tx: borrowing TenantTransaction
  ) throws {
    let sent = try tx.first(
      """
      SELECT COUNT(*) FROM scheduling_waitlist_entry
      WHERE practice_id = \(tx.scope) AND address_hash = \(visitor) AND created_at > \(now.adding(hours: -1))
      """
    ) { try $0.int(0) }
    guard sent ?? 0 < limitPerHour else { throw SlotRefusal.tooManyHolds }
  }

  /// The patient's row is locked first, so that two forms at once see each other.
  private static func requireNone(
    of patient: PatientID, _ service: ServiceID, in tx: borrowing TenantTransaction
  ) throws {
    _ = try tx.first(
      "SELECT version FROM patients_patient WHERE practice_id = \(tx.scope) AND id = \(patient) FOR UPDATE"
    ) { try $0.int(0) }
    let waits = try tx.first(
      """
      SELECT 1 FROM scheduling_waitlist_entry
      WHERE practice_id = \(tx.scope) AND patient_id = \(patient) AND service_id = \(service)
        AND state IN ('waiting', 'offered') LIMIT 1
      """
    ) { _ in true }
    if waits != nil { throw AlreadyWaits() }
  }
}
