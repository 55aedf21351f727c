import Core
import Database
import Routing
import SQL

/// People who may be the same person.
enum Duplicates {
  enum Reason: Sendable, Equatable { case email, phone, nameAndBirthDate }
  struct Candidate: Sendable, Equatable {
    let id: PatientID
    let name: PersonName
    let birthDate: PartialDate?
    let reasons: [Reason]
    /// Whether who asks may open the record.
    let isReached: Bool
  }

  /// Everybody with this e-mail address, this telephone number, or this name and date of birth.
  static func find(
    _ details: PatientDetails, within reach: PatientReach, in db: borrowing TenantReader
  ) throws -> [Candidate] {
    let emailIndex = try EmailIndex.of(details.email, in: db)
    let phoneIndex = try PhoneIndex.of(details.phone, in: db)
    let phone = PhoneIndex.normalized(details.phone)
    let wanted = NameKey(details.name)
    return try db.rows(
      """
      SELECT p.id, p.sealed_name, p.sealed_birth_date, p.email_index, p.phone_index, p.sealed_phone,
        \(reach.condition("p.id", db.scope))
      FROM patients_patient p WHERE p.practice_id = \(db.scope) ORDER BY p.id
      """
    ) { row -> Candidate? in
      let id = try row.id(0, as: PatientID.self)
      let name = try PatientColumns.name(row, 1, of: id)
      var reasons: [Reason] = []
      if let emailIndex, try row.bytesIfPresent(3) == emailIndex { reasons.append(.email) }
      if let phoneIndex, try row.bytesIfPresent(4) == phoneIndex,
        let stored = try row.openedIfPresent(5, PatientColumns.phone, row: id.id),
        PhoneIndex.normalized(stored) == phone
      {
        reasons.append(.phone)
      }
      let born = try PatientColumns.birthDate(row, 2, of: id)
      if let birthDate = details.birthDate, born == birthDate, NameKey(name) == wanted {
        reasons.append(.nameAndBirthDate)
      }
      return reasons.isEmpty
        ? nil : Candidate(id: id, name: name, birthDate: born, reasons: reasons, isReached: try row.bool(6))
    }.compactMap(\.self)
  }

  /// Whom a name and a date of birth are shared with, for many people at once; by ``PersonKey``.
  static func people(in db: borrowing TenantReader) throws -> [PersonKey: [Candidate]] {
    let all = try db.rows(
      """
      SELECT id, sealed_name, sealed_birth_date FROM patients_patient
      WHERE practice_id = \(db.scope) AND sealed_birth_date IS NOT NULL ORDER BY id
      """
    ) { row in
      let id = try row.id(0, as: PatientID.self)
      return Candidate(
        id: id, name: try PatientColumns.name(row, 1, of: id), birthDate: try PatientColumns.birthDate(row, 2, of: id),
        reasons: [.nameAndBirthDate], isReached: true)
    }
    var people: [PersonKey: [Candidate]] = [:]
    for candidate in all {
      guard let key = PersonKey(candidate.name, candidate.birthDate) else { continue }
      people[key, default: []].append(candidate)
    }
    return people
  }
}

/// What two records of one person share.
struct PersonKey: Hashable, Sendable {
  private let name: NameKey
  private let birthDate: PartialDate

  /// Nil without a date of birth: a name alone tells nobody apart.
  init?(_ name: PersonName, _ birthDate: PartialDate?) {
    guard let birthDate else { return nil }
    self.name = NameKey(name)
    self.birthDate = birthDate
  }
}
