import Core
import Database
import SQL

/// Blind indexes of ids at the source, by which a second import finds what the first one made.
enum SourceIndex {
  /// Values of one statement; lists are filled up to it, so that one prepared statement serves any file.
  private static let batch = 50

  static func of(_ source: SourceID, in db: borrowing TenantReader) throws -> [UInt8] {
    try db.blindIndex(source.description, of: "source")
  }

  static func patients(
    among indexes: [[UInt8]], in db: borrowing TenantReader
  ) throws -> [[UInt8]: PatientID] {
    var found: [[UInt8]: PatientID] = [:]
    for batch in batches(of: indexes) {
      let rows = try db.rows(
        """
        SELECT source_index, id FROM patients_patient
        WHERE practice_id = \(db.scope) AND source_index IN \(list: batch)
        """
      ) { row in (try row.bytes(0), try row.id(1, as: PatientID.self)) }
      found.merge(rows) { first, _ in first }
    }
    return found
  }

  /// Records about patients, of every kind, with whose they are.
  static func records(
    among indexes: [[UInt8]], in db: borrowing TenantReader
  ) throws -> [[UInt8]: PatientID] {
    var found: [[UInt8]: PatientID] = [:]
    for batch in batches(of: indexes) {
      let rows = try db.rows(
        """
        SELECT source_index, patient_id FROM clinical_allergy
        WHERE practice_id = \(db.scope) AND source_index IN \(list: batch)
        UNION ALL SELECT source_index, patient_id FROM clinical_condition
        WHERE practice_id = \(db.scope) AND source_index IN \(list: batch)
        UNION ALL SELECT source_index, patient_id FROM clinical_medication
        WHERE practice_id = \(db.scope) AND source_index IN \(list: batch)
        UNION ALL SELECT source_index, patient_id FROM clinical_encounter
        WHERE practice_id = \(db.scope) AND source_index IN \(list: batch)
        UNION ALL SELECT source_index, patient_id FROM clinical_immunization
        WHERE practice_id = \(db.scope) AND source_index IN \(list: batch)
        UNION ALL SELECT source_index, patient_id FROM clinical_observation
        WHERE practice_id = \(db.scope) AND source_index IN \(list: batch)
        """
      ) { row in (try row.bytes(0), try row.id(1, as: PatientID.self)) }
      found.merge(rows) { first, _ in first }
    }
    return found
  }

  private static func batches(of indexes: [[UInt8]]) -> [[[UInt8]]] {
    stride(from: 0, to: indexes.count, by: batch).map { start in
      let part = Array(indexes[start..<min(start + batch, indexes.count)])
      return part + Array(repeating: part[0], count: batch - part.count)
    }
  }
}
