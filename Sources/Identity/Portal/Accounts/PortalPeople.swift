import Core
import Crypto
import Database
import SQL

/// Somebody whose portal a mailbox opens: a patient with this address, or one for whom its reader acts.
struct PortalPerson: Sendable, Equatable {
  let patient: PatientID
  let name: PersonName
  /// Of who acts for the patient; nil for the patient's own.
  let account: EntityID?
  let relation: RelatedPerson.Relation?

  var holder: NewSession.Holder { account.map { .guardian($0, for: patient) } ?? .patient(patient) }
}

/// Whose portals can be reached from one mailbox. Families share addresses, and parents act for children.
enum PortalPeople {
  static let nameColumn = SealedColumn("patients_patient", "sealed_name")

  /// Own ones first, in the order in which they came to the practice. Who stands in both lists is acted for: an end of
  /// that ends it.
  /// - Parameter mailbox: blind index of the address.
  static func behind(_ mailbox: [UInt8], now: Instant, in db: borrowing TenantReader) throws -> [PortalPerson] {
    let wards = try wards(of: mailbox, now: now, in: db)
    let own = try db.rows(
      """
      SELECT id, sealed_name FROM patients_patient
      WHERE practice_id = \(db.scope) AND email_index = \(mailbox) AND is_active AND NOT is_deceased ORDER BY id
      """
    ) { row in
      let id = try row.id(0, as: PatientID.self)
      return PortalPerson(patient: id, name: try name(row, 1, id), account: nil, relation: nil)
    }
    return own.filter { person in !wards.contains { $0.patient == person.patient } } + wards
  }

  private static func wards(
    of mailbox: [UInt8], now: Instant, in db: borrowing TenantReader
  ) throws -> [PortalPerson] {
    try db.rows(
      """
      SELECT p.id, p.sealed_name, a.id, r.relation FROM identity_portal_account a
      JOIN identity_related_person r ON r.practice_id = \(db.scope) AND r.account_id = a.id
      JOIN patients_patient p ON p.practice_id = \(db.scope) AND p.id = r.patient_id
      WHERE a.practice_id = \(db.scope) AND a.email_index = \(mailbox) AND r.ended_at IS NULL
        AND (r.valid_until IS NULL OR r.valid_until > \(now)) AND p.is_active AND NOT p.is_deceased
      ORDER BY p.id
      """
    ) { row in
      let id = try row.id(0, as: PatientID.self)
      return PortalPerson(patient: id, name: try name(row, 1, id), account: try row.id(2), relation: try row.choice(3))
    }
  }

  static func name(of patient: PatientID, in db: borrowing TenantReader) throws -> PersonName? {
    try db.first("SELECT sealed_name FROM patients_patient WHERE practice_id = \(db.scope) AND id = \(patient)") {
      row in
      try name(row, 0, patient)
    }
  }

  /// As its table has it: given, U+001F, family.
  private static func name(_ row: borrowing Row, _ column: Int, _ id: PatientID) throws -> PersonName {
    let text = try row.opened(column, nameColumn, row: id.id)
    let given = text.utf8.prefix { $0 != 0x1f }
    return PersonName(
      given: String(decoding: given, as: UTF8.self),
      family: String(decoding: text.utf8.dropFirst(given.count + 1), as: UTF8.self))
  }
}
