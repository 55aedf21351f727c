import Core
import Crypto
import Database
import Routing
import SQL

/// Everybody in the practice whose record may be used, opened to be sorted and searched: names are sealed, so the database can do neither.
enum Directory {
  struct Entry: Sendable {
    let id: PatientID
    let name: PersonName
    let isActive: Bool
  }

  /// Those within reach by family name, then given name, accents and case aside.
  static func everybody(within reach: PatientReach, in db: borrowing TenantReader) throws -> [Entry] {
    sorted(
      try db.rows(
        """
        SELECT p.id, p.sealed_name, p.is_active FROM patients_patient p
        WHERE p.practice_id = \(db.scope) AND p.restricted_at IS NULL AND p.erased_at IS NULL
          AND \(reach.condition("p.id", db.scope))
        """
      ) { row in
        let id = try row.id(0, as: PatientID.self)
        return Entry(id: id, name: try PatientColumns.name(row, 1, of: id), isActive: try row.bool(2))
      })
  }

  /// Those whom everything in the query fits. Only the columns that the query speaks of are opened.
  static func search(
    _ query: PatientQuery, within reach: PatientReach, in db: borrowing TenantReader
  ) throws -> [Entry] {
    guard !query.isEmpty else { return [] }
    // A search is also a question: who does not see an address must not be able to try addresses.
    guard query.emails.isEmpty && query.phone.isEmpty || db.scope.sees(.contact) else { return [] }
    let found = try db.rows(
      """
      SELECT p.id, p.sealed_name, p.is_active, p.sealed_birth_date, p.sealed_email, p.sealed_phone
      FROM patients_patient p
      WHERE p.practice_id = \(db.scope) AND p.restricted_at IS NULL AND p.erased_at IS NULL
        AND \(reach.condition("p.id", db.scope))
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
        let normalized = EmailAddress.comparable(email)
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

  /// Whoever has exactly this name, in any order, and was born on one of these days; of the whole practice.
  static func exactly(_ name: String, born days: [LocalDate], in db: borrowing TenantReader) throws -> [PatientID] {
    let typed = name.utf8.split(separator: 0x20).map { NameFold(String(decoding: $0, as: UTF8.self)) }
    return try db.rows(
      """
      SELECT id, sealed_name, sealed_birth_date FROM patients_patient
      WHERE practice_id = \(db.scope) AND sealed_birth_date IS NOT NULL ORDER BY id
      """
    ) { row -> PatientID? in
      let id = try row.id(0, as: PatientID.self)
      guard let day = try PatientColumns.birthDate(row, 2, of: id)?.day, days.contains(day) else { return nil }
      let full = try PatientColumns.name(row, 1, of: id).full
      let words = full.utf8.split(separator: 0x20).map { NameFold(String(decoding: $0, as: UTF8.self)) }
      return NameFold(full).matches(typed) && NameFold(name).matches(words) ? id : nil
    }.compactMap(\.self)
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
