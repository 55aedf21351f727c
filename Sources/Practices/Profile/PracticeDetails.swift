import Core
import Database
import Routing
import SQL

/// The practice's profile as it is stored.
struct PracticeDetails: Sendable {
  let values: FormValues
  let version: Int
  let hasLogo: Bool

  static func find(in db: borrowing TenantReader) throws -> PracticeDetails {
    let found = try db.first(
      """
      SELECT name, address, phone, email, emergency_line, zone, language, currency, uses_12_hour, week_starts_on,
        accent, version, logo IS NOT NULL, idle_minutes, books_online, practitioners_see
      FROM practices_practice WHERE practice_id = \(db.scope)
      """
    ) { row in
      PracticeDetails(
        values: FormValues([
          "name": try row.text(0), "address": try row.text(1), "phone": try row.text(2), "email": try row.text(3),
          "emergencyLine": try row.text(4), "zone": try row.text(5), "language": try row.text(6),
          "currency": try row.text(7), "clock": try row.bool(8) ? "12" : "24", "week": String(try row.int(9)),
          "accent": try row.text(10), "idle": String(try row.int(13)), "booksOnline": try row.bool(14) ? "1" : "",
          "practitionersSee": try row.text(15),
        ]), version: try row.int(11), hasLogo: try row.bool(12))
    }
    guard let found else { throw Refusal.notFound }
    return found
  }

  /// Whether something has a price in the practice's currency already.
  static func hasPrices(in db: borrowing TenantReader) throws -> Bool {
    let found = try db.first(
      """
      SELECT EXISTS (SELECT 1 FROM scheduling_service WHERE practice_id = \(db.scope))
        OR EXISTS (SELECT 1 FROM scheduling_appointment WHERE practice_id = \(db.scope))
      """
    ) { try $0.bool(0) }
    return found ?? false
  }

  /// False when somebody else has changed the profile since `version`.
  static func write(_ draft: PracticeDraft, version: Int, in tx: borrowing TenantTransaction) throws -> Bool {
    let matched = try tx.execute(
      """
      UPDATE practices_practice SET name = \(draft.name), address = \(draft.address), phone = \(draft.phone),
        email = \(draft.email), emergency_line = \(draft.emergencyLine), zone = \(draft.zone),
        language = \(draft.language.rawValue), currency = \(draft.currency.code), uses_12_hour = \(draft.uses12Hour),
        week_starts_on = \(draft.weekStartsOn), accent = \(draft.accent), idle_minutes = \(draft.idleMinutes),
        books_online = \(draft.booksOnline), practitioners_see = \(draft.practitionersSee),
        version = version + 1
      WHERE practice_id = \(tx.scope) AND version = \(version)
      """)
    return matched == 1
  }
}
