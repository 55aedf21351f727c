import Core
@_spi(Bootstrap) import Database
import SQL
import TestSupport

/// A session behind ``Things``.
extension Things {
  /// A session in six days with one participant.
  func addGroup(_ canary: String, in tx: borrowing TenantTransaction) throws {
    let start = Instant(microseconds: (Instant.now.microseconds / 86_400_000_000 + 6) * 86_400_000_000).adding(
      hours: 10)
    let end = start.adding(minutes: 60)
    try tx.execute(
      """
      INSERT INTO scheduling_service (practice_id, id, name, minutes, places)
      VALUES (\(tx.scope), \(groupService), \(canary + " class"), 60, 8)
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_service_resource (practice_id, service_id, resource_id)
      VALUES (\(tx.scope), \(groupService), \(practitioner))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_group (practice_id, id, service_id, practitioner_id, places, starts_at, ends_at,
        buffer_before, buffer_after, created_at)
      VALUES (\(tx.scope), \(group), \(groupService), \(practitioner), 8, \(start), \(end), 0, 0, \(Instant.now))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_claim (practice_id, id, resource_id, starts_at, ends_at, group_id)
      VALUES (\(tx.scope), \(EntityID.make()), \(practitioner), \(start), \(end), \(group))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_appointment (practice_id, id, patient_id, service_id, practitioner_id, status, starts_at,
        ends_at, starts_wall_clock, zone, buffer_before, buffer_after, price_minor, currency, cancel_notice_minutes,
        late_fee_minor, source, language, created_at, group_id)
      VALUES (\(tx.scope), \(participant), \(patient), \(groupService), \(practitioner), 'booked', \(start), \(end),
        \(start), 'UTC', 0, 0, 2000, 'EUR', 1440, 0, 'online', 'en', \(Instant.now), \(group))
      """)
    try tx.execute(
      """
      INSERT INTO scheduling_place (practice_id, group_id, number, appointment_id)
      VALUES (\(tx.scope), \(group), 1, \(participant))
      """)
  }
}
