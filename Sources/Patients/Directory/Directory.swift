import Core
import Crypto
import Database
import SQL

/// Everybody in the practice, opened to be sorted and searched: names are sealed, so the database can do neither.
enum Directory {
  struct Entry: Sendable {
    let id: PatientID
    let name: PersonName
    let isActive: Bool
  }

  /// By family name, then given name, accents and case aside.
  static func everybody(in db: borrowing TenantReader) throws -> [Entry] {
    sorted(
      try db.rows("SELECT id, sealed_name, is_active FROM patients_patient WHERE practice_id = \(db.scope)") { row in
        let id = try row.id(0, as: PatientID.self)
        return Entry(id: id, name: try PatientColumns.name(row, 1, of: id), isActive: try row.bool(2))
      })
  }

  /// Those whom everything in the query fits. Only the columns that the query speaks of are opened.
  static func search(_ query: PatientQuery, in db: borrowing TenantReader) throws -> [Entry] {
    guard !query.isEmpty else { return [] }
    let found = try db.rows(
      """
      SELECT id, sealed_name, is_active, sealed_birth_date, sealed_email, sealed_phone
      FROM patients_patient WHERE practice_id = \(db.scope)
      """
    ) { row -> Entry? in
      let id = try row.id(0, as: PatientID.self)
      if !query.birthDays.isEmpty {
        guard let day = try PatientColumns.birthDate(row, 3, of: id)?.day,
          query.birthDays.allSatisfy({ $0.contains(day) })
        else { return nil }
      }
      if !query.emails.isEmpty {
        guard let email = try row.openedIfPresent(4, PatientColumns.email, row: id.id) else { return nil }
        let normalized = EmailIndex.normalized(email)
        guard query.emails.allSatisfy({ normalized.contains($0) }) else { return nil }
      }
      if !query.phone.isEmpty {
        guard let phone = try row.openedIfPresent(5, PatientColumns.phone, row: id.id) else { return nil }
        guard PhoneIndex.normalized(phone).contains(Array(query.phone.utf8)) else { return nil }
      }
      let name = try PatientColumns.name(row, 1, of: id)
      guard query.names.isEmpty || NameFold(name.full).matches(query.names) else { return nil }
      return Entry(id: id, name: name, isActive: try row.bool(2))
    }
    return sorted(found.compactMap(\.self))
  }

  private static func sorted(_ entries: [Entry]) -> [Entry] {
    let keyed = entries.map { entry in
      (key: NameFold.sortKey(entry.name.family) + [0] + NameFold.sortKey(entry.name.given), entry: entry)
    }
    return keyed.sorted { a, b in
      a.key == b.key ? a.entry.id < b.entry.id : a.key.lexicographicallyPrecedes(b.key)
    }.map(\.entry)
  }
}
