import Core
import Database
import Routing
import SQL
import Web

/// Finding whom an appointment is for. Names are sealed, so they are opened and compared here, inside the practice.
enum PatientLookup {
  static let most = 20

  struct Match: Sendable {
    let id: PatientID
    let name: PersonName
    let birthDate: String
    let language: Language
  }
  private static let birthDate = CalendarEntries.sealedBirthDate
  private static let columns: SQL = "p.id, p.sealed_name, p.sealed_birth_date, p.language"

  private static func read(_ row: borrowing Row) throws -> Match {
    let id = try row.id(0, as: PatientID.self)
    return Match(
      id: id, name: CalendarEntries.name(try row.opened(1, CalendarEntries.patientName, row: id.id)),
      birthDate: try row.openedIfPresent(2, birthDate, row: id.id) ?? "", language: try row.choice(3))
  }

  /// A restricted record is kept and otherwise not used.
  private static let usable: SQL = "p.is_active AND p.restricted_at IS NULL"

  /// Nil for nobody, for somebody of another practice or out of reach, and for somebody no longer a patient.
  static func find(
    _ id: PatientID, within reach: PatientReach, in db: borrowing TenantReader
  ) throws -> Match? {
    try db.first(
      """
      SELECT \(columns) FROM patients_patient p
      WHERE p.practice_id = \(db.scope) AND p.id = \(id) AND \(usable) AND \(reach.condition("p.id", db.scope))
      """, read)
  }

  /// Also of somebody who is no patient any more.
  static func isReached(
    _ id: PatientID, within reach: PatientReach, in db: borrowing TenantReader
  ) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM patients_patient p
      WHERE p.practice_id = \(db.scope) AND p.id = \(id) AND \(reach.condition("p.id", db.scope))
      """
    ) { _ in true } ?? false
  }

  /// Of a patient whom the reader was found to reach.
  static func name(_ id: PatientID, in db: borrowing TenantReader) throws -> PersonName? {
    try db.first(
      "SELECT \(columns) FROM patients_patient p WHERE p.practice_id = \(db.scope) AND p.id = \(id)", read)?.name
  }

  /// Everybody whose name holds each of the words typed, by family name.
  static func search(
    _ typed: String, within reach: PatientReach, in db: borrowing TenantReader
  ) throws -> [Match] {
    let words = SingleLine.clean(typed).lowercased().utf8.split(separator: UInt8(ascii: " ")).map(Array.init)
    guard !words.isEmpty else { return [] }
    let all = try db.rows(
      """
      SELECT \(columns) FROM patients_patient p
      WHERE p.practice_id = \(db.scope) AND \(usable) AND \(reach.condition("p.id", db.scope)) ORDER BY p.id
      """, read)
    let found = all.filter { match in
      let name = Array(NormalForm.composed(match.name.full).lowercased().utf8)
      return words.allSatisfy { contains(name, $0) }
    }
    return found.sorted { ($0.name.family, $0.name.given, $0.id) < ($1.name.family, $1.name.given, $1.id) }
      .prefix(most).map { $0 }
  }

  private static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    guard text.count >= word.count else { return false }
    return (0...(text.count - word.count)).contains { text[$0..<($0 + word.count)].elementsEqual(word) }
  }
}
