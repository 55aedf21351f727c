import Core
import Crypto
@testable @_spi(Bootstrap) import Database
import SQL
import TestSupport

/// A practice with a sealed value in every place there is, sealed as the product does.
struct SealedWorld {
  struct Value: Hashable {
    let place: String
    let row: EntityID
    let text: String
  }
  let practice: TestPractice
  private(set) var values: [Value] = []

  /// - Parameter rows: of each table, besides the cast.
  init(rows: Int = 1) throws {
    practice = try withPractice { $0 }
    let root = try TestServer.connectAsRoot()
    try root.runScript("SET foreign_key_checks = 0, check_constraint_checks = 0")
    let tables = try Catalog.tables(root)
    let id = try practice.asOperator { "0x" + Hex.encode($0.scope.practice.id.bytes) }
    for table in Set(SealedPlaces.all.map { "\($0.column.table)" }).sorted() {
      // A message always has its form; of others it may lack, as the rest here.
      let lacking = ["source_index", "appointment_id", "link_id"] + (table == "messaging_message" ? [] : ["form_key"])
      let columns = (tables[table] ?? []).filter { !lacking.contains($0.name) }
      // Of these a practice has one.
      for _ in 0..<(["identity_provider", "messaging_carrier"].contains(table) ? 1 : rows) {
        try root.runScript(Catalog.insert(into: table, columns, practice: id))
      }
    }
    // The rows are made up, and break rules that are not looked at here.
    try practice.connection.runScript("SET check_constraint_checks = 0")
    for place in SealedPlaces.all { try fill(place) }
  }

  private mutating func fill(_ place: SealedPlace) throws {
    let made = try practice.asOperator { db in
      let rows = try db.reader.rows(
        "SELECT t.id, \(place.patient) FROM \(name: place.column.table) t WHERE t.practice_id = \(db.scope)"
      ) { (id: try $0.id(0), patient: try $0.idIfPresent(1)) }
      return try db.transaction(AuditEvent("test.fill", "patients_patient", nil)) { tx in
        try rows.map { row in
          let text = "\(place.column.column) \(row.id)".suffix(45).description
          let sealed = try tx.seal(text, place.column, row: row.id, patient: row.patient.map { PatientID($0) })
          let value: SQL =
            switch place.form {
            case .bytes: "\(sealed)"
            case .base64: "TO_BASE64(\(sealed))"
            }
          try tx.execute(
            """
            UPDATE \(name: place.column.table) SET \(name: place.column.column) = \(value)
            WHERE practice_id = \(tx.scope) AND id = \(row.id)
            """)
          return Value(place: place.name, row: row.id, text: text)
        }
      }
    }
    values += made
  }

  /// What opens now, on a connection that has seen nothing yet or on one that has.
  func opened(on connection: Connection? = nil) throws -> Set<Value> {
    try practice.enter(.operatorCommand, on: connection) { db in
      var found: Set<Value> = []
      for place in SealedPlaces.all {
        try found.formUnion(
          db.reader.rows(
            """
            SELECT t.id, \(place.value) FROM \(name: place.column.table) t
            WHERE t.practice_id = \(db.scope) AND t.\(name: place.column.column) IS NOT NULL
            """
          ) { row in
            let id = try row.id(0)
            return Value(place: place.name, row: id, text: try row.opened(1, place.column, row: id))
          })
      }
      return found
    }
  }

  func states() throws -> [PracticeKeyState] { try practice.asOperator { try $0.keyStates(counting: true) } }
}

struct Stopped: Error {}
